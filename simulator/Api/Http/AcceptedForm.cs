using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>The shape in which a client wants objects.</summary>
internal enum ObjectForm
{
    Whole,
    Table,
    PartialMetadata,
    AggregatedDiscovery,
}

/// <summary>What the <c>Accept</c> header asks for, of what can be had.</summary>
/// <param name="Form">The shape of the objects.</param>
/// <param name="IsYaml">YAML instead of JSON.</param>
internal readonly record struct AcceptedForm(ObjectForm Form, bool IsYaml = false)
{
    /// <summary>The first of the header's wishes that can be met; JSON where there is no header; null where none can.</summary>
    public static AcceptedForm? Of(HttpRequest request)
    {
        var header = request.Headers.Accept.ToString();
        if (header.Length == 0)
            return new(ObjectForm.Whole);
        foreach (var wish in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Meet(wish) is { } form)
                return form;
        }
        return null;
    }

    private static AcceptedForm? Meet(string wish)
    {
        var parts = wish.Split(';', StringSplitOptions.TrimEntries);
        var isYaml = parts[0] == "application/yaml";
        if (parts[0] is not ("application/json" or "*/*" or "application/*") && !isYaml)
            return null;
        var parameters = parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        var form = (parameters.GetValueOrDefault("as"), parameters.GetValueOrDefault("g"), parameters.GetValueOrDefault("v")) switch
        {
            (null, _, _) => ObjectForm.Whole,
            ("Table", "meta.k8s.io", "v1") => ObjectForm.Table,
            ("PartialObjectMetadata" or "PartialObjectMetadataList", "meta.k8s.io", "v1") => ObjectForm.PartialMetadata,
            ("APIGroupDiscoveryList", "apidiscovery.k8s.io", "v2") => ObjectForm.AggregatedDiscovery,
            _ => (ObjectForm?)null,
        };
        return form is { } known ? new(known, isYaml) : null;
    }
}
