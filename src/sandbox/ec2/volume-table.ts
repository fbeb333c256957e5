import type { Attachment, VolumeRecord } from './records.ts';
import { Table } from './shelf.ts';

/** The Region's volumes, found by the instance they are attached to. */
export class VolumeTable extends Table<VolumeRecord> {
  // Whatever was attached there once; the volume itself knows whether it still is.
  readonly #byInstance = new Map<string, Set<string>>();

  override set(id: string, record: VolumeRecord): this {
    if (record.attachment) this.#note(record.attachment.instanceId, id);
    return super.set(id, record);
  }

  attach(record: VolumeRecord, attachment: Attachment): void {
    record.attachment = attachment;
    this.#note(attachment.instanceId, record.id);
  }

  ofInstance(instanceId: string): VolumeRecord[] {
    return Array.from(this.#byInstance.get(instanceId) ?? []).flatMap(id => {
      const volume = this.get(id);
      return volume?.attachment?.instanceId === instanceId ? volume : [];
    });
  }

  #note(instanceId: string, id: string): void {
    const noted = this.#byInstance.get(instanceId);
    if (noted) noted.add(id);
    else this.#byInstance.set(instanceId, new Set([id]));
  }
}
