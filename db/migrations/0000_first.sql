CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`verb` text NOT NULL,
	`object` text NOT NULL,
	`outcome` text NOT NULL,
	`detail` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cards` (
	`key` text PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`sent_revision` integer NOT NULL,
	`version` integer NOT NULL,
	`origin` text NOT NULL,
	`team` text NOT NULL,
	`user` text NOT NULL,
	`channel` text,
	`ts` text,
	`sent_hash` text NOT NULL,
	`posting` text,
	`again` integer NOT NULL,
	`dead` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cards_dirty` ON `cards` (`key`) WHERE "cards"."revision" > "cards"."sent_revision";--> statement-breakpoint
CREATE TABLE `dedupe` (
	`key` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `dedupe_at` ON `dedupe` (`at`);--> statement-breakpoint
CREATE TABLE `offers` (
	`id` text PRIMARY KEY NOT NULL,
	`team` text NOT NULL,
	`user` text NOT NULL,
	`command` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `offers_at` ON `offers` (`at`);--> statement-breakpoint
CREATE TABLE `operations` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`place` text NOT NULL,
	`server` text NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`actor` text NOT NULL,
	`team` text NOT NULL,
	`user` text NOT NULL,
	`origin` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`cancel` text,
	`plan` text NOT NULL,
	`facts` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `operations_id_unique` ON `operations` (`id`);--> statement-breakpoint
CREATE INDEX `operations_running` ON `operations` (`place`,`server`) WHERE "operations"."state" = 'running';--> statement-breakpoint
CREATE INDEX `operations_server` ON `operations` (`place`,`server`,`seq`);--> statement-breakpoint
CREATE INDEX `operations_asked` ON `operations` (`team`,`user`,`seq`);--> statement-breakpoint
CREATE TABLE `resources` (
	`resource` text NOT NULL,
	`operation` text NOT NULL,
	`alone` integer NOT NULL,
	PRIMARY KEY(`resource`, `operation`)
);
--> statement-breakpoint
CREATE INDEX `resources_operation` ON `resources` (`operation`);--> statement-breakpoint
CREATE TABLE `servers` (
	`place` text NOT NULL,
	`id` text NOT NULL,
	`facts` text NOT NULL,
	PRIMARY KEY(`place`, `id`)
);
--> statement-breakpoint
CREATE TABLE `sets` (
	`id` text PRIMARY KEY NOT NULL,
	`place` text NOT NULL,
	`operation` text NOT NULL,
	`server` text NOT NULL,
	`server_name` text NOT NULL,
	`state` text NOT NULL,
	`consistency` text NOT NULL,
	`taken_at` integer NOT NULL,
	`team` text NOT NULL,
	`user` text NOT NULL,
	`note` text NOT NULL,
	`members` text NOT NULL,
	`hold` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sets_operation_unique` ON `sets` (`operation`);--> statement-breakpoint
CREATE INDEX `sets_server` ON `sets` (`place`,`server`,`taken_at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `snapshots` (
	`place` text NOT NULL,
	`id` text NOT NULL,
	`volume` text NOT NULL,
	`state` text NOT NULL,
	`gib` integer NOT NULL,
	`started_at` integer NOT NULL,
	`app` text NOT NULL,
	`set` text NOT NULL,
	PRIMARY KEY(`place`, `id`)
);
--> statement-breakpoint
CREATE INDEX `snapshots_volume` ON `snapshots` (`place`,`volume`);--> statement-breakpoint
CREATE TABLE `timers` (
	`key` text PRIMARY KEY NOT NULL,
	`due` integer NOT NULL,
	`what` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `timers_due` ON `timers` (`due`);