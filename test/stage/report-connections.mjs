// Loaded into a process before anything else: reports every connection and look-up that leaves this machine.
import dns from 'node:dns';
import net from 'node:net';

const stays = host => host === undefined || /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/u.test(host);
const report = host => {
  if (!stays(host)) process.stderr.write(`LEFT THIS MACHINE: ${host}\n`);
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  report(typeof first === 'object' ? first?.host : typeof args[1] === 'string' ? args[1] : undefined);
  return connect.apply(this, args);
};

const lookup = dns.lookup;
dns.lookup = function (host, ...rest) {
  report(host);
  return lookup.call(this, host, ...rest);
};
