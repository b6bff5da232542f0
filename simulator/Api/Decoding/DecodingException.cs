namespace Infra.Simulator.Api.Decoding;

/// <summary>A value does not have the type of its field.</summary>
internal sealed class DecodingException(string message) : Exception(message);
