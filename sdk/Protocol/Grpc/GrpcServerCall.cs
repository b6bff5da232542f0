namespace Infra.Protocol.Grpc;

/// <summary>A call that a server answers.</summary>
/// <param name="Number">Its position among the calls of its connection: a client numbers them in the order in which it begins them.</param>
/// <param name="Token">Cancelled when the client cancels, the deadline passes or the connection breaks.</param>
public readonly record struct GrpcServerCall(long Number, CancellationToken Token);
