CREATE TABLE `requests` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`place` text NOT NULL,
	`version` integer NOT NULL,
	`policy` text NOT NULL,
	`state` text NOT NULL,
	`effects` text NOT NULL,
	`hash` text NOT NULL,
	`requester` text NOT NULL,
	`asked_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`outcome` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `requests_id_unique` ON `requests` (`id`);--> statement-breakpoint
CREATE INDEX `requests_open` ON `requests` (`policy`) WHERE "requests"."state" = 'open';