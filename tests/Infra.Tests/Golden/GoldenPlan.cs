using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pulumi.Testing;
using YamlDotNet.Serialization;

namespace Infra.Tests.Golden;

/// <summary>A readable form of a plan: one YAML document for each resource, with its type and name as a comment.</summary>
internal static class GoldenPlan
{
    private static readonly ISerializer Yaml = new SerializerBuilder()
        .WithQuotingNecessaryStrings()
        .WithIndentedSequences()
        .DisableAliases()
        .Build();

    public static string Write(RecordedPlan plan) => Write(plan, _ => true, (_, _, text) => text);

    /// <summary>Writes all resources, with references to the golden files of their long texts.</summary>
    public static string Write(RecordedPlan plan, GoldenFiles files) => Write(plan, _ => true, files.GetReference);

    /// <summary>Writes some of the resources.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isShown">Whether a resource is written.</param>
    /// <param name="show">Replaces a text of a resource by its key.</param>
    public static string Write(RecordedPlan plan, Func<MockResourceArgs, bool> isShown, Func<MockResourceArgs, string, string, string> show)
    {
        var text = new StringBuilder(
            "# What the program asks Pulumi for, by type and name of resource. Made with: UPDATE_GENERATED=1 dotnet test tests/Infra.Tests\n"
        );
        foreach (var resource in plan.Resources.Where(isShown))
        {
            text.Append(CultureInfo.InvariantCulture, $"---\n# {resource.Type}::{resource.Name}\n");
            if (resource.Inputs.Count > 0)
            {
                text.Append(Yaml.Serialize(SortMap(Portable(resource), (key, text) => show(resource, key, text))));
            }
        }

        return text.ToString();
    }

    /// <summary>Removes what differs from run to run: the temporary folder in the path of the kubeconfig, and drawn passwords.</summary>
    private static ImmutableDictionary<string, object> Portable(MockResourceArgs resource) =>
        resource.Type!.EndsWith(":Secret", StringComparison.Ordinal)
        && new Inputs(resource.Inputs)["metadata.labels.'infra/store'"] is not null
        && new Inputs(resource.Inputs)["data"] is ImmutableDictionary<string, object> drawn
            ? resource.Inputs.SetItem("data", drawn.SetItem("password", "ZHJhd24="))
        : resource.Inputs.TryGetValue("kubeconfig", out var value)
        && value is string path
        && path.Contains(".infra", StringComparison.Ordinal)
            ? resource.Inputs.SetItem("kubeconfig", path[path.IndexOf(".infra", StringComparison.Ordinal)..])
        : resource.Inputs;

    private static SortedDictionary<string, object?> SortMap(IReadOnlyDictionary<string, object> map, Func<string, string, string> show) =>
        new(map.ToDictionary(entry => entry.Key, entry => Sort(entry.Key, entry.Value, show)), StringComparer.Ordinal);

    private static object? Sort(string key, object? value, Func<string, string, string> show) =>
        value switch
        {
            string text => show(key, text),
            bool or null => value,
            double number => number == Math.Floor(number) ? (long)number : number,
            IReadOnlyDictionary<string, object> map => SortMap(map, show),
            IEnumerable list => list.Cast<object>().Select(item => Sort(key, item, show)).ToList(),
            _ => throw new ArgumentException($"{value.GetType()} is not a type of inputs.", nameof(value)),
        };
}
