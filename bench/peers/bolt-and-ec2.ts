import { EC2Client } from '@aws-sdk/client-ec2';
import { App, SocketModeReceiver } from '@slack/bolt';

// What any bot of this kind pays before its first line of its own: Slack's framework and the SDK's client.

const clientOptions = { slackApiUrl: process.env['SLACK_API_URL'] ?? '' };
const receiver = new SocketModeReceiver({
  appToken: process.env['SLACK_APP_TOKEN'] ?? '',
  installerOptions: { clientOptions },
});
const app = new App({ token: process.env['SLACK_BOT_TOKEN'] ?? '', receiver, clientOptions });
const ec2 = new EC2Client({ region: process.env['AWS_REGION'] ?? '' });
// Held as long as the process lives, as a bot would hold it.
process.once('SIGTERM', () => ec2.destroy());
await app.start();
