using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Slices;

/// <summary>An EndpointSlice to create or to update.</summary>
/// <param name="Existing">The slice to change; null for a new one.</param>
/// <param name="AddressType"><c>addressType</c>.</param>
/// <param name="Ports">The ports.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Endpoints">The endpoints.</param>
internal sealed record SliceDraft(
    PlainObject? Existing,
    string AddressType,
    IReadOnlyList<EndpointPort> Ports,
    JsonObject Labels,
    List<JsonObject> Endpoints
)
{
    /// <summary>Copies an existing slice.</summary>
    public static SliceDraft FromExisting(PlainObject slice, JsonObject labels, IEnumerable<JsonObject>? endpoints = null) =>
        new(
            slice,
            slice.Source.Body.Text("addressType") ?? "",
            [.. slice.Source.Body.Objects("ports").Select(EndpointPort.FromJson)],
            labels,
            [.. (endpoints ?? slice.Source.Body.Objects("endpoints")).Select(endpoint => endpoint.Clone())]
        );
}
