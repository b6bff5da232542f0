namespace Infra.Protocol.Grpc;

/// <summary>A field of a message in its encoded form.</summary>
/// <param name="Number">The number of the field, which is a message, text or bytes.</param>
/// <param name="Content">The bytes of its content.</param>
public readonly record struct EncodedField(int Number, ReadOnlyMemory<byte> Content);
