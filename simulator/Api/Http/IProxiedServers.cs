using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>The servers on nodes and in pods that clients reach through the API server.</summary>
internal interface IProxiedServers
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="host">The node or pod.</param>
    /// <param name="port">The port.</param>
    /// <param name="path">The path after the port, such as <c>/metrics</c>.</param>
    /// <param name="cancellation">Cancels the answer.</param>
    /// <returns>Why the server cannot be connected to, such as <c>connection refused</c>; null once it has answered.</returns>
    Task<string?> HandleAsync(HttpContext context, KubeObject host, int port, string path, CancellationToken cancellation);
}
