"""Values as bytes: MessagePack with arrays and frames, tables as a stream, arrays mapped from files. No pickle."""
