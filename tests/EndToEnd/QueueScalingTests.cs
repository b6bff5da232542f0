using System.Globalization;
using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary>A worker that KEDA scales by the length of a queue, on a simulated cluster.</summary>
public sealed class QueueScalingTests
{
    private const string Stack = "dev";

    private const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}}
        keda: true
        stores: {jobs: {kind: rabbitmq}}
        services:
          mailer: {image: "shop/mailer:1.0", kind: worker, uses: [jobs], scaling: {min: 1, max: 6, behaviour: batch, queue: {store: jobs, name: mails, length: 20}}}
        """;

    [KubectlFact]
    public async Task Up_AQueue_ScalesTheWorkerByItsLength()
    {
        await using var sandbox = Sandbox.OfRepository();
        await File.WriteAllTextAsync(
            sandbox.StackFile(Stack),
            "config:\n  infra:faultTolerance: development\n  infra:cluster: { kind: simulated }\n"
        );
        await File.WriteAllTextAsync(Path.Combine(sandbox.Directory, "stacks", "services.yaml"), Catalogue);
        var refused = await RunAsync("up", "--yes");
        refused.ShouldExitWith(1);
        Assert.Contains("KEDA", refused.Output + refused.Errors, StringComparison.Ordinal);
        (await RunAsync("cluster", "operator", "install", "keda")).ShouldSucceed();

        (await RunAsync("up", "--yes")).ShouldSucceed();
        var autoscaler = await sandbox.KubectlJsonAsync("get", "hpa", "-n", "shop");
        Assert.Equal("keda-hpa-mailer", Assert.Single(autoscaler["items"]!.AsArray())!["metadata"]!["name"]!.GetValue<string>());
        (
            await RunAsync(
                "cluster",
                "metric",
                "set",
                "s0-rabbitmq-mails",
                "90",
                "--namespace",
                "shop",
                "--label",
                "scaledobject.keda.sh/name=mailer"
            )
        ).ShouldSucceed();

        Assert.Equal(5, await WaitForReplicasAsync(sandbox, 5));
        (await RunAsync("up", "--yes", "--expect-no-changes")).ShouldSucceed();

        Task<CommandResult> RunAsync(params string[] arguments) => sandbox.InfraAsync([.. arguments, "--stack", Stack]);
    }

    private static async Task<int> WaitForReplicasAsync(Sandbox sandbox, int wanted)
    {
        var waited = await sandbox.KubectlAsync(
            "wait",
            "deployment/mailer",
            "-n",
            "shop",
            "--for",
            string.Create(CultureInfo.InvariantCulture, $"jsonpath={{.spec.replicas}}={wanted}"),
            "--timeout=120s"
        );
        waited.ShouldSucceed();
        JsonNode deployment = await sandbox.KubectlJsonAsync("get", "deployment", "mailer", "-n", "shop");
        return deployment["spec"]!["replicas"]!.GetValue<int>();
    }
}
