using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings of requests for deprecated kinds.</summary>
internal static class KindDeprecations
{
    /// <summary>Returns the warning of a kind; null if it is not deprecated.</summary>
    public static string? Find(ResourceKind kind) =>
        kind.Custom is { } custom
            ? custom.DeprecationWarning
            : (kind.Group, kind.Plural) switch
            {
                ("", "endpoints") => "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
                ("", "componentstatuses") => "v1 ComponentStatus is deprecated in v1.19+",
                _ => null,
            };
}
