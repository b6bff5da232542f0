using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pulumi.Testing;
using YamlDotNet.Serialization;

namespace Infra.Tests.Golden;

/// <summary>A plan as people can read and compare it: one YAML document for each resource, headed by its type and name.</summary>
internal static class GoldenPlan
{
    private static readonly ISerializer Yaml = new SerializerBuilder().WithQuotingNecessaryStrings().WithIndentedSequences().DisableAliases().Build();

    public static string Write(RecordedPlan plan) => Write(plan, _ => true);

    /// <summary>As <see cref="Write(RecordedPlan)"/>, with a part of the resources alone.</summary>
    public static string Write(RecordedPlan plan, Func<MockResourceArgs, bool> isShown)
    {
        var text = new StringBuilder("# What the program asks Pulumi for, by type and name of resource. Made with: UPDATE_GENERATED=1 dotnet test tests/Infra.Tests\n");
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

    /// <summary>Without the folder the recording was made in.</summary>
    private static ImmutableDictionary<string, object> Portable(MockResourceArgs resource) =>
        resource.Inputs.TryGetValue("kubeconfig", out var path) ? resource.Inputs.SetItem("kubeconfig", path.ToString()![path.ToString()!.IndexOf(".infra", StringComparison.Ordinal)..]) : resource.Inputs;

    private static object? Sorted(object? value) => value switch
    {
        // Files of rules and dashboards are long and have tests of their own; here it is enough to see that one has changed.
        string { Length: > 4096 } text => $"{text.Length} characters, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}",
        string or bool or null => value,
        double number => number == Math.Floor(number) ? (long)number : number,
        IReadOnlyDictionary<string, object> map => new SortedDictionary<string, object?>(map.ToDictionary(entry => entry.Key, entry => Sorted(entry.Value)), StringComparer.Ordinal),
        IEnumerable list => list.Cast<object>().Select(Sorted).ToList(),
        _ => throw new ArgumentException($"{value.GetType()} is nothing a plan is made of.", nameof(value)),
    };
}
