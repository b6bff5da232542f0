namespace Infra.Protocol.Grpc;

/// <summary>Options of a single call.</summary>
public sealed record GrpcCallOptions
{
    internal static GrpcCallOptions Default { get; } = new();

    /// <summary>The maximum duration of the call; unlimited by default. It is sent to the server.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>An already encoded field that is appended to the request.</summary>
    public EncodedField? AddedField { get; init; }

    /// <summary>Request headers (metadata) with lower-case ASCII names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
