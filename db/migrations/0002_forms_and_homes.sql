CREATE TABLE `forms` (
	`id` text PRIMARY KEY NOT NULL,
	`team` text NOT NULL,
	`user` text NOT NULL,
	`origin` text NOT NULL,
	`asked` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `forms_at` ON `forms` (`at`);--> statement-breakpoint
CREATE TABLE `homes` (
	`team` text NOT NULL,
	`user` text NOT NULL,
	`opened_at` integer NOT NULL,
	`page` integer NOT NULL,
	`sent_hash` text NOT NULL,
	PRIMARY KEY(`team`, `user`)
);
--> statement-breakpoint
CREATE INDEX `homes_opened` ON `homes` (`opened_at`);