using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Preparation;

/// <summary>
/// The number of changes of a daemon set's template. It is a field of the internal type; requests and responses show it as an annotation.
/// </summary>
internal static class TemplateGeneration
{
    private const string Annotation = "deprecated.daemonset.template.generation";

    /// <summary>Writes the annotation of a request as the conversion to the internal type and back does.</summary>
    /// <exception cref="DecodingException">The annotation is not a number.</exception>
    public static void Normalize(JsonObject body)
    {
        var given = body.Text("metadata", "annotations", Annotation);
        var number = 0L;
        if (given is not null && !long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            throw new DecodingException($"strconv.ParseInt: parsing {GoFormat.Quote(given)}: invalid syntax");
        }

        Set(body, number);
    }

    /// <summary>Starts to count.</summary>
    public static void SetNew(JsonObject body) => Set(body, Math.Max(Get(body), 1));

    /// <summary>Counts a change of the template; an update of the status changes none.</summary>
    public static void Update(KubeObject current, JsonObject body, string subresource)
    {
        var isChanged = subresource.Length == 0 && !JsonNode.DeepEquals(current.Spec["template"], body.Map("spec")?["template"]);
        Set(body, Get(current.Body) + (isChanged ? 1 : 0));
    }

    /// <summary>Returns metadata without the annotation, as the internal type has it.</summary>
    public static JsonObject Hide(JsonObject metadata)
    {
        if (metadata.Text("annotations", Annotation) is null)
        {
            return metadata;
        }

        var hidden = metadata.Clone();
        var annotations = hidden.Map("annotations")!;
        annotations.Remove(Annotation);
        if (annotations.Count == 0)
        {
            hidden.Remove("annotations");
        }

        return hidden;
    }

    private static long Get(JsonObject body) =>
        long.TryParse(body.Text("metadata", "annotations", Annotation), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static void Set(JsonObject body, long number) =>
        body.GetOrAddObject("metadata").GetOrAddObject("annotations")[Annotation] = number.ToString(CultureInfo.InvariantCulture);
}
