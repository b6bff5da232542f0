using System.Text;
using EndToEnd.Support;

namespace EndToEnd.Monitoring;

/// <summary>
/// Credentials of alert receivers are stored in a Secret of the cluster and appear nowhere else.
/// </summary>
public sealed class ReceiverSecretTests
{
    private const string Canary = "canary7f3a";

    [Fact]
    public async Task Credentials_AppearInNoPlanLogFileOrConfigMap()
    {
        await using var sandbox = Sandbox.OfRepository();
        var said = new StringBuilder();
        foreach (
            var (path, value) in new[]
            {
                ("receivers.chat.slack.url", $"https://hooks.example.com/{Canary}-slack"),
                ("receivers.page.pagerDuty.routingKey", $"{Canary}-key"),
                ("receivers.hook.webhook.url", $"https://hooks.example.com/{Canary}-hook"),
                ("receivers.mail.email.password", $"{Canary}-mail"),
                ("grafana.adminPassword", $"{Canary}-admin"),
            }
        )
        {
            await SayAsync("config", "set", "--stack", "dev", "--secret", "--path", $"infra:monitoring.{path}", value);
        }

        foreach (
            var (path, value) in new[]
            {
                ("receivers.chat.slack.channel", "#alerts"),
                ("receivers.mail.email.to", "a@example.com"),
                ("receivers.mail.email.from", "b@example.com"),
                ("receivers.mail.email.server", "smtp.example.com:587"),
                ("receivers.mail.email.username", "shop"),
                ("routing.default", "chat"),
            }
        )
        {
            await SayAsync("config", "set", "--stack", "dev", "--path", $"infra:monitoring.{path}", value);
        }

        await SayAsync("preview", "--stack", "dev", "--diff");
        await SayAsync("preview", "--stack", "dev", "--json");
        await SayAsync("up", "--stack", "dev", "--yes", "--diff");
        await SayAsync(
            "config",
            "set",
            "--stack",
            "dev",
            "--secret",
            "--path",
            "infra:monitoring.receivers.hook.webhook.url",
            $"https://hooks.example.com/{Canary}-other"
        );
        await SayAsync("preview", "--stack", "dev", "--diff");
        await SayAsync("up", "--stack", "dev", "--yes", "--diff");
        await SayAsync("render", "--stack", "dev", "--out", "manifests");
        await SayAsync("stack", "export", "--stack", "dev");
        await SayAsync("stack", "output", "--stack", "dev");

        Assert.DoesNotContain(Canary, said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory
                .EnumerateFiles(sandbox.Directory, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)),
            HoldsCanary
        );
        using var cluster = ClusterAccess.Open(
            (await sandbox.InfraAsync("cluster", "kubeconfig", "--stack", "dev")).ShouldSucceed().Output.Trim()
        );
        foreach (var kind in new[] { "configmaps", "pods", "events", "services" })
        {
            Assert.DoesNotContain(Canary, (await cluster.GetAsync($"/api/v1/{kind}")).ToJsonString(), StringComparison.Ordinal);
        }

        var file = (await cluster.GetAsync("/api/v1/namespaces/shop-monitoring/secrets/alertmanager"))["data"]![
            "alertmanager.yaml"
        ]!.GetValue<string>();
        var configuration = Encoding.UTF8.GetString(Convert.FromBase64String(file));
        Assert.All(["slack", "key", "other", "mail"], part => Assert.Contains($"{Canary}-{part}", configuration, StringComparison.Ordinal));

        async Task SayAsync(params string[] arguments)
        {
            var result = (await sandbox.InfraAsync(arguments)).ShouldSucceed();
            said.Append(result.Output).Append(result.Errors);
        }
    }

    /// <summary>Reads a file that the running cluster may be writing.</summary>
    private static bool HoldsCanary(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Contains(Canary, StringComparison.Ordinal);
    }
}
