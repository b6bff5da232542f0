namespace Infra.Protocol.Grpc;

/// <summary>What may be set for a single call.</summary>
public sealed record GrpcCallOptions
{
    internal static GrpcCallOptions Default { get; } = new();

    /// <summary>The time the call may take, counted from its start; none by default. The server is told of it.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>A field of the request that is encoded already, so that it need not be a message first; it follows the other fields.</summary>
    public EncodedField? AddedField { get; init; }

    /// <summary>Request headers (metadata) with lower-case ASCII names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
