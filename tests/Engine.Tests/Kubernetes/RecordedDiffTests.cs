using Infra.Engine.Kubernetes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Moq;

namespace Engine.Tests.Kubernetes;

/// <summary>Compares check and diff with recordings of Pulumi's engine and provider (4.32), without a cluster.</summary>
public class RecordedDiffTests
{
    [Fact]
    public async Task Diff_EveryRecordedStep_EqualsTheRecording()
    {
        var recorded = RecordedDiff.All().ToList();
        var differences = new List<string>();
        foreach (var record in recorded)
        {
            var provider = await ProviderFor(record);
            var check = await CheckAsync(provider, record);
            var diff = await provider.DiffAsync(
                new DiffRequest
                {
                    Urn = record.Urn,
                    Id = record.Id,
                    OldInputs = record.OldInputs,
                    OldState = record.OldState,
                    NewInputs = check.Inputs,
                    IgnoreChanges = record.IgnoreChanges,
                },
                CancellationToken.None
            );
            Compare(differences, record, Text(record.DetailedDiff, record.ReplaceKeys), Text(diff.DetailedDiff, diff.ReplaceKeys));
            if (diff.Changes == DiffChanges.None != (record.DetailedDiff.Count == 0))
            {
                differences.Add($"{record}: changes {diff.Changes}");
            }
        }

        Assert.True(recorded.Count > 200, $"only {recorded.Count} recordings were found");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task Check_EveryRecordedUpdate_ReturnsTheRecordedInputs()
    {
        var recorded = RecordedDiff.All().Where(r => r.Checked is not null).ToList();
        var differences = new List<string>();
        foreach (var record in recorded)
        {
            var check = await CheckAsync(await ProviderFor(record), record);
            Compare(differences, record, Text(record.Checked!), Text(check.Inputs));
        }

        Assert.True(recorded.Count > 15, $"only {recorded.Count} recordings were found");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static async Task<KubernetesProvider> ProviderFor(RecordedDiff record)
    {
        var provider = new KubernetesProvider(Mock.Of<IProviderLog>(), _ => null, null);
        await provider.ConfigureAsync(
            new ConfigureRequest
            {
                Urn = new Urn("urn:pulumi:dev::fx::pulumi:providers:kubernetes::p"),
                Inputs = record.Configuration,
                Preview = true,
            },
            CancellationToken.None
        );
        return provider;
    }

    private static async Task<CheckResult> CheckAsync(KubernetesProvider provider, RecordedDiff record)
    {
        var result = await provider.CheckAsync(
            new CheckRequest
            {
                Urn = record.Urn,
                OldInputs = record.OldInputs,
                NewInputs = record.ProgramInputs,
                RandomSeed = new byte[32],
            },
            CancellationToken.None
        );
        Assert.Empty(result.Failures);
        return result;
    }

    private static void Compare(List<string> differences, RecordedDiff record, string expected, string actual)
    {
        if (expected != actual)
        {
            differences.Add($"{record}:\n  expected {expected}\n  actual   {actual}");
        }
    }

    private static string Text(IEnumerable<KeyValuePair<string, PropertyDiff>> changes, IEnumerable<string> replaceKeys) =>
        string.Join(
            ", ",
            changes
                .OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => $"{c.Key} {c.Value.Kind}{(c.Value.InputDiff ? " (inputs)" : "")}")
        )
        + " | replace: "
        + string.Join(", ", replaceKeys.Order(StringComparer.Ordinal));

    // The text distinguishes secrets and is comparable.
    private static string Text(PropertyMap map) =>
        string.Join(",", map.Select(p => $"{p.Key}={(p.Value is PropertySecret ? "secret:" : "")}{p.Value.RevealSecrets()}"));
}
