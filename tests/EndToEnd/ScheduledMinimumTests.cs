using EndToEnd.Support;

namespace EndToEnd;

/// <summary>
/// Scheduled minimums and deployments do not undo each other. The test runs the CronJob's commands with the real kubectl.
/// </summary>
public sealed class ScheduledMinimumTests
{
    private const string Stack = "dev";

    private const string Settings = """
        config:
          infra:faultTolerance: development
          infra:cluster: { kind: simulated }
          infra:services:
            gateway:
              traffic: { expose: clusterIp }
              scaling: { min: 1, max: 4, schedule: { day: { cron: "0 7 * * *", min: 3 }, night: { cron: "0 19 * * *", min: 1 } } }
        """;

    [KubectlFact]
    public async Task Up_TheAutoscalerChanges_KeepsTheScheduledMinimum()
    {
        await using var sandbox = Sandbox.OfRepository();
        await File.WriteAllTextAsync(sandbox.StackFile(Stack), Settings);
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();

        var job = await sandbox.KubectlJsonAsync("get", "cronjob", "gateway-min-day", "-n", "shop");
        var arguments = job["spec"]!["jobTemplate"]!["spec"]!["template"]!["spec"]!["containers"]![0]!["args"]!
            .AsArray()
            .Select(argument => argument!.GetValue<string>());
        (
            await sandbox.KubectlAsync([.. arguments.Where(argument => !argument.StartsWith("--cache-dir", StringComparison.Ordinal))])
        ).ShouldSucceed();
        Assert.Equal((3, 4), await BoundsAsync(sandbox));

        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes", "--expect-no-changes")).ShouldSucceed();
        (await sandbox.InfraAsync("config", "set", "--stack", Stack, "--path", "infra:services.gateway.scaling.max", "6")).ShouldSucceed();
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();
        Assert.Equal((3, 6), await BoundsAsync(sandbox));

        // Without a schedule the minimum is that of the settings.
        (await sandbox.InfraAsync("config", "rm", "--stack", Stack, "--path", "infra:services.gateway.scaling.schedule")).ShouldSucceed();
        (await sandbox.InfraAsync("up", "--stack", Stack, "--yes")).ShouldSucceed();
        Assert.Equal((1, 6), await BoundsAsync(sandbox));
    }

    private static async Task<(int Min, int Max)> BoundsAsync(Sandbox sandbox)
    {
        var spec = (await sandbox.KubectlJsonAsync("get", "hpa", "gateway", "-n", "shop"))["spec"]!;
        return (spec["minReplicas"]!.GetValue<int>(), spec["maxReplicas"]!.GetValue<int>());
    }
}
