"""Values as bytes: MessagePack with arrays and frames, tables as a stream, mapped arrays; never pickle."""
