import { App, SocketModeReceiver } from '@slack/bolt';

// The least a Slack app can do with a command: take it off the socket and acknowledge it.

const clientOptions = { slackApiUrl: process.env['SLACK_API_URL'] ?? '' };
const receiver = new SocketModeReceiver({
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  installerOptions: { clientOptions },
});
const app = new App({ token: process.env['SLACK_BOT_TOKEN'] ?? '', receiver, clientOptions });
app.command(/^\//u, ({ ack }) => ack());
await app.start();
