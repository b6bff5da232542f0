namespace Infra.Simulator.Api.Decoding;

/// <summary>A value is of a type its field cannot hold.</summary>
internal sealed class DecodingException(string message) : Exception(message);
