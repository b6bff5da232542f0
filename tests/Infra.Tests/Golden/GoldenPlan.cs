using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
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

    public static string Write(RecordedPlan plan) => Write(plan, _ => true);

    /// <summary>Writes some of the resources.</summary>
    public static string Write(RecordedPlan plan, Func<MockResourceArgs, bool> isShown)
    {
        var text = new StringBuilder(
            "# What the program asks Pulumi for, by type and name of resource. Made with: UPDATE_GENERATED=1 dotnet test tests/Infra.Tests\n"
        );
        foreach (var resource in plan.Resources.Where(isShown))
        {
            text.Append(CultureInfo.InvariantCulture, $"---\n# {resource.Type}::{resource.Name}\n");
            if (resource.Inputs.Count > 0)
            {
                text.Append(Yaml.Serialize(Sorted(Portable(resource))!));
            }
        }

        return text.ToString();
    }

    /// <summary>Removes the temporary folder from the path of the kubeconfig.</summary>
    private static ImmutableDictionary<string, object> Portable(MockResourceArgs resource) =>
        resource.Inputs.TryGetValue("kubeconfig", out var value) && value is string path
            ? resource.Inputs.SetItem("kubeconfig", path[path.IndexOf(".infra", StringComparison.Ordinal)..])
            : resource.Inputs;

    private static SortedDictionary<string, object?> SortedMap(IReadOnlyDictionary<string, object> map) =>
        new(map.ToDictionary(entry => entry.Key, entry => Sorted(entry.Value)), StringComparer.Ordinal);

    private static object? Sorted(object? value) =>
        value switch
        {
            // Files of rules and dashboards are long and tested elsewhere. A checksum is enough to show a change.
            string { Length: > 4096 } text =>
                $"{text.Length} characters, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}",
            string or bool or null => value,
            double number => number == Math.Floor(number) ? (long)number : number,
            IReadOnlyDictionary<string, object> map => SortedMap(map),
            IEnumerable list => list.Cast<object>().Select(Sorted).ToList(),
            _ => throw new ArgumentException($"{value.GetType()} is not a type of inputs.", nameof(value)),
        };
}
