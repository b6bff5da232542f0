using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>The form of objects in a response.</summary>
internal enum ObjectForm
{
    Full,
    Table,
    PartialMetadata,
    AggregatedDiscovery,
}

/// <summary>The negotiated content type.</summary>
/// <param name="Form">The form of the objects.</param>
/// <param name="IsYaml">Whether the response is YAML instead of JSON.</param>
internal readonly record struct AcceptedForm(ObjectForm Form, bool IsYaml = false)
{
    /// <summary>
    /// Negotiates the first supported type of the <c>Accept</c> header; JSON without a header; null if none is supported.
    /// </summary>
    public static AcceptedForm? FromRequest(HttpRequest request)
    {
        var header = request.Headers.Accept.ToString();
        if (header.Length == 0)
        {
            return new(ObjectForm.Full);
        }

        foreach (var mediaType in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (FindForm(mediaType) is { } form)
            {
                return form;
            }
        }
        return null;
    }

    /// <summary>Creates the error of a request that accepts no form of a kind.</summary>
    public static StatusException CreateError(HttpRequest request, ResourceKind kind, bool isList)
    {
        const string Protobuf = "application/vnd.kubernetes.protobuf";
        const string Types = $"application/json, application/yaml, {Protobuf}";
        if (request.Headers.Accept.ToString().Contains(Protobuf, StringComparison.Ordinal) && kind.Custom is null)
        {
            return new(
                406,
                StatusReason.NotAcceptable,
                $"simulated clusters read {Protobuf} but answer in application/json and application/yaml only: accept one of these as well"
            );
        }

        var isOfServedType = request
            .Headers.Accept.ToString()
            .Split(',')
            .Any(accepted => accepted.Split(';')[0].Trim() is "*/*" or "application/*" or "application/json" or "application/yaml");
        return isOfServedType || kind.Custom is not null
            ? new(406, StatusReason.NotAcceptable, $"only the following media types are accepted: {Types}")
            : new(
                406,
                StatusReason.NotAcceptable,
                $"406: Not Acceptable\n\nAvailable representations: {Types}"
                    + (isList ? ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch" : ""),
                []
            );
    }

    private static AcceptedForm? FindForm(string mediaType)
    {
        var parts = mediaType.Split(';', StringSplitOptions.TrimEntries);
        var isYaml = parts[0] == "application/yaml";
        if (parts[0] is not ("application/json" or "*/*" or "application/*") && !isYaml)
        {
            return null;
        }

        var parameters = parts
            .Skip(1)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var form = (parameters.GetValueOrDefault("as"), parameters.GetValueOrDefault("g"), parameters.GetValueOrDefault("v")) switch
        {
            (null, _, _) => ObjectForm.Full,
            ("Table", "meta.k8s.io", "v1") => ObjectForm.Table,
            ("PartialObjectMetadata" or "PartialObjectMetadataList", "meta.k8s.io", "v1") => ObjectForm.PartialMetadata,
            ("APIGroupDiscoveryList", "apidiscovery.k8s.io", "v2") => ObjectForm.AggregatedDiscovery,
            _ => (ObjectForm?)null,
        };
        return form is { } known ? new(known, isYaml) : null;
    }
}
