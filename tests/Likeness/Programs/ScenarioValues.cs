using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi;

namespace Likeness.Programs;

/// <summary>Evaluates the values of a scenario: JSON with expressions such as <c>{"$ref": "key.output.path"}</c>.</summary>
/// <param name="resources">The resources by key.</param>
/// <param name="componentOutputs">The outputs of components by key.</param>
/// <param name="kubeconfigs">The contents of the kubeconfigs by name.</param>
internal sealed class ScenarioValues(
    IReadOnlyDictionary<string, Resource> resources,
    IReadOnlyDictionary<string, JsonObject> componentOutputs,
    IReadOnlyDictionary<string, string> kubeconfigs
)
{
    private readonly Config _config = new();

    public object? Evaluate(JsonNode? node) =>
        node switch
        {
            JsonArray array => array.Select(Evaluate).ToImmutableArray(),
            JsonObject { Count: 1 } only when only.First() is { Key: ['$', ..] } expression => EvaluateExpression(
                expression.Key,
                expression.Value
            ),
            JsonObject map => map.ToImmutableDictionary(entry => entry.Key, entry => Evaluate(entry.Value)),
            _ => Plain(node),
        };

    /// <summary>The arguments of a resource.</summary>
    public DictionaryResourceArgs Arguments(JsonObject inputs) =>
        new(inputs.ToImmutableDictionary(input => input.Key, input => Evaluate(input.Value)));

    /// <summary>The output that <c>key.output.path</c> refers to.</summary>
    public Output<object?> Reference(string text)
    {
        var parts = text.Split('.');
        if (parts is [var component, not "urn", ..] && componentOutputs.TryGetValue(component, out var outputs))
        {
            return Follow(ToOutput(Evaluate(outputs[parts[1]])), parts[2..]);
        }

        var resource = resources.TryGetValue(parts[0], out var found)
            ? found
            : throw new InvalidOperationException($"unknown resource in $ref: {text}");
        return (parts, resource) switch
        {
            ([_] or [_, "urn", ..], _) => ToOutput(resource.Urn),
            ([_, "outputs"], StackReference stack) => stack.Outputs.Apply(all => (object?)all),
            ([_, "outputs", var name, .. var path], StackReference stack) => Follow(stack.GetOutput(name), path),
            ([_, "id", ..], CustomResource custom) => ToOutput(custom.Id),
            ([_, var name, .. var path], ScenarioResource custom) => Follow(custom.Property(name), path),
            _ => throw new InvalidOperationException($"$ref to something that has no outputs: {text}"),
        };
    }

    public static Output<object?> ToOutput(object? value) =>
        value switch
        {
            Output<object?> output => output,
            Output<string> output => output.Apply(text => (object?)text),
            _ => Output.Create(value),
        };

    private object? EvaluateExpression(string name, JsonNode? argument) =>
        name switch
        {
            "$ref" => Reference(Text(argument)),
            "$secret" => Output.CreateSecret(Plain(argument)),
            "$unsecret" => Output.Unsecret(ToOutput(Evaluate(argument))),
            "$config" => _config.Get(Text(argument)),
            "$configSecret" => _config.GetSecret(Text(argument)),
            "$requireConfig" => _config.Require(Text(argument)),
            "$concat" => Output
                .All(argument!.AsArray().Select(part => ToOutput(Evaluate(part))))
                .Apply(parts => string.Concat(parts.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)))),
            "$kubeconfig" => kubeconfigs[Text(argument)],
            "$throw" => ToOutput(Evaluate(argument)).Apply(Throw),
            _ => throw new InvalidOperationException($"unknown expression {name}"),
        };

    private static object? Throw(object? value) => throw new InvalidOperationException($"apply failed for {value}");

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static Output<object?> Follow(Output<object?> output, string[] path) =>
        path.Length == 0 ? output : output.Apply(value => path.Aggregate(value, (inner, step) => inner switch
                    {
                        IReadOnlyDictionary<string, object?> map => map.GetValueOrDefault(step),
                        IReadOnlyList<object?> list when int.TryParse(step, CultureInfo.InvariantCulture, out var index) => index
                        < list.Count
                            ? list[index]
                            : null,
                        _ => null,
                    }));

    /// <summary>JSON without expressions.</summary>
    private static object? Plain(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonArray array => array.Select(Plain).ToImmutableArray(),
            JsonObject map => map.ToImmutableDictionary(entry => entry.Key, entry => Plain(entry.Value)),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.String => node.GetValue<string>(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => node.AsValue().TryGetValue<int>(out var number) ? number : node.GetValue<double>(),
            },
        };
}
