using Pulumi;

namespace Likeness.Programs;

/// <summary>A resource of a scenario, with the outputs that scenarios refer to.</summary>
internal sealed class ScenarioResource(string type, string name, ResourceArgs args, CustomResourceOptions options)
    : CustomResource(type, name, args, options)
{
    [Output("metadata")]
    public Output<object?> Metadata { get; private set; } = null!;

    [Output("spec")]
    public Output<object?> Spec { get; private set; } = null!;

    [Output("status")]
    public Output<object?> Status { get; private set; } = null!;

    [Output("data")]
    public Output<object?> Data { get; private set; } = null!;

    [Output("stringData")]
    public Output<object?> StringData { get; private set; } = null!;

    [Output("type")]
    public Output<object?> SecretType { get; private set; } = null!;

    [Output("apiVersion")]
    public Output<object?> ApiVersion { get; private set; } = null!;

    [Output("kind")]
    public Output<object?> Kind { get; private set; } = null!;

    [Output("rules")]
    public Output<object?> Rules { get; private set; } = null!;

    [Output("subjects")]
    public Output<object?> Subjects { get; private set; } = null!;

    /// <summary>An output by its name in the provider.</summary>
    public Output<object?> Property(string name) =>
        name switch
        {
            "metadata" => Metadata,
            "spec" => Spec,
            "status" => Status,
            "data" => Data,
            "stringData" => StringData,
            "type" => SecretType,
            "apiVersion" => ApiVersion,
            "kind" => Kind,
            "rules" => Rules,
            "subjects" => Subjects,
            _ => throw new InvalidOperationException($"a scenario's resource has no output {name}"),
        };
}

/// <summary>A component of a scenario.</summary>
internal sealed class ScenarioComponent(string type, string name, ResourceArgs? args, ComponentResourceOptions options, bool remote)
    : ComponentResource(type, name, args, options, remote)
{
    public void Complete(IDictionary<string, object?> outputs) => RegisterOutputs(outputs);
}
