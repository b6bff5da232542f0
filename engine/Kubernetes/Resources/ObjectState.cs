using System.Text.Json.Nodes;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>
/// What the state keeps of a resource: the live object, and beside it, under names no object has, the inputs, the API version it was created
/// with and its field manager. The form is Pulumi's.
/// </summary>
internal sealed record ObjectState
{
    private const string InputsKey = "__inputs";
    private const string InitialApiVersionKey = "__initialApiVersion";
    private const string FieldManagerKey = "__fieldManager";

    /// <summary>The live object.</summary>
    public required JsonObject Live { get; init; }

    /// <summary>The inputs it was made of.</summary>
    public required JsonObject Inputs { get; init; }

    public required string InitialApiVersion { get; init; }

    /// <summary>The manager that applies; null in a state from before there was one.</summary>
    public required string? FieldManager { get; init; }

    /// <summary>Takes the kept outputs apart.</summary>
    public static ObjectState Parse(PropertyMap outputs)
    {
        var live = PropertyConversion.ToManifest(outputs.Where((key, _) => !key.StartsWith("__", StringComparison.Ordinal)));
        var inputs = outputs.Find(InputsKey) switch
        {
            PropertyObject map => PropertyConversion.ToManifest(map.Properties),
            PropertySecret { Value: PropertyObject map } => PropertyConversion.ToManifest(map.Properties),
            _ => [],
        };
        return new ObjectState
        {
            Live = live,
            Inputs = inputs,
            InitialApiVersion = Text(outputs, InitialApiVersionKey) ?? inputs.Text("apiVersion") ?? live.Text("apiVersion") ?? "",
            FieldManager = Text(outputs, FieldManagerKey),
        };
    }

    /// <summary>Makes the outputs to keep.</summary>
    /// <param name="secrets">Properties at whose paths secrets stand.</param>
    public PropertyMap ToOutputs(PropertyMap secrets)
    {
        var outputs = SecretMarking.Mark(PropertyConversion.ToProperties(Live), secrets);
        var inputs = SecretMarking.Mark(PropertyConversion.ToProperties(Inputs), secrets);
        return outputs.SetItems(
        [
            KeyValuePair.Create<string, PropertyValue>(InputsKey, inputs),
            KeyValuePair.Create<string, PropertyValue>(InitialApiVersionKey, InitialApiVersion),
            KeyValuePair.Create<string, PropertyValue>(FieldManagerKey, FieldManager ?? ""),
        ]);
    }

    private static string? Text(PropertyMap map, string key) => map.Find(key) switch
    {
        PropertyString { Value.Length: > 0 } text => text.Value,
        _ => null,
    };
}
