using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>An API group that is served beside the stored objects, as an aggregated API server serves it in a real cluster.</summary>
internal interface IAggregatedApi
{
    /// <summary>The group, as discovery shows it.</summary>
    ApiGroup Group { get; }

    /// <summary>The kinds that discovery shows.</summary>
    IEnumerable<ResourceKind> Kinds { get; }

    /// <summary>Answers a request for the group's only version.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">The path after group and version.</param>
    /// <exception cref="StatusException">The request cannot be answered.</exception>
    Task HandleAsync(HttpContext context, IReadOnlyList<string> path);
}
