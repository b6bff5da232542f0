namespace Infra.Protocol.Grpc;

/// <summary>A field of a message in its encoded form.</summary>
/// <param name="Number">The number of a field whose type is a message, a string or bytes.</param>
/// <param name="Content">The encoded content without its length.</param>
public readonly record struct EncodedField(int Number, ReadOnlyMemory<byte> Content);
