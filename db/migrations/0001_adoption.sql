CREATE TABLE `adoptions` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`place` text NOT NULL,
	`at` integer NOT NULL,
	`sets` text,
	`problems` text NOT NULL,
	`confirmed` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `adoptions_id_unique` ON `adoptions` (`id`);--> statement-breakpoint
ALTER TABLE `sets` ADD `adoption` text;--> statement-breakpoint
ALTER TABLE `sets` ADD `missing_since` integer;