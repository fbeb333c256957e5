CREATE TABLE `policies` (
	`id` text PRIMARY KEY NOT NULL,
	`place` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`servers` text NOT NULL,
	`schedule` text NOT NULL,
	`retention` text NOT NULL,
	`channel` text NOT NULL,
	`owner` text NOT NULL,
	`saved_at` integer NOT NULL,
	`last_slot` integer NOT NULL,
	`pause` text,
	`skip` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `policies_name` ON `policies` (`place`,`folded`);--> statement-breakpoint
CREATE TABLE `slots` (
	`policy` text NOT NULL,
	`key` text NOT NULL,
	`at` integer NOT NULL,
	`outcome` text NOT NULL,
	`to` integer NOT NULL,
	`count` integer NOT NULL,
	`run` text,
	PRIMARY KEY(`policy`, `key`)
);
--> statement-breakpoint
CREATE INDEX `slots_at` ON `slots` (`policy`,`at`);--> statement-breakpoint
ALTER TABLE `operations` ADD `server_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `operations` ADD `policy` text;--> statement-breakpoint
ALTER TABLE `operations` ADD `parent` text;--> statement-breakpoint
CREATE INDEX `operations_parent` ON `operations` (`parent`,`seq`) WHERE "operations"."parent" is not null;--> statement-breakpoint
ALTER TABLE `sets` ADD `policy` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `sets_policy` ON `sets` (`place`,`policy`) WHERE "sets"."policy" <> '';