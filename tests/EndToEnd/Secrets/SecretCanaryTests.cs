using EndToEnd.Support;

namespace EndToEnd.Secrets;

/// <summary>Secrets of all shapes go through every command that handles them; none is in what the commands print or write.</summary>
public sealed class SecretCanaryTests
{
    private static readonly Canary[] Canaries =
    [
        new("plain", "Canary-plain-7731"),
        new("quotes", "Ca7\"double'single\"Zq8"),
        new("backslash", "Ca5\\back\\nslash\\\\Zb6"),
        new("unicode", "Cañ9漢字😀Zü"),
        new("base", "Ca+/yZ==&<Canary>%20"),
        new("lines", "-----BEGIN CANARY-----\nMIICanaryLine1+/==\n\tindented \"C\"\nlast-canary-line\n"),
        new("label", "Ca label\"bad\\value\nand-second-line"),
    ];

    /// <summary>Read by the program as ordinary values, so that they are in the state and in plans, but not in what is shown.</summary>
    private static readonly Canary[] Unmarked = [new("unmarked", "Canary \"unmarked\" 7732"), new("image", "canary-image-7733")];

    private const string Program = """
        using Pulumi;

        return await Deployment.RunAsync(() =>
        {
            var config = new Config("canary");
            var secrets = new InputMap<string>();
            foreach (var name in new[] { "plain", "quotes", "backslash", "unicode", "base", "lines" })
            {
                secrets.Add(name, config.RequireSecret(name));
            }

            var mode = config.Get("mode");
            if (mode == "throw")
            {
                Console.WriteLine($"out {config.Require("lines")} {config.Require("quotes")}");
                Console.Error.WriteLine($"err {config.Require("lines")} {config.Require("unicode")}");
                Log.Debug($"debug {config.Require("base")}");
                throw new InvalidOperationException($"cannot use {config.Require("lines")} or {config.Require("backslash")}");
            }

            Create("Secret", new Fields { StringData = secrets, Metadata = Named("canary", mode == "label" ? "label" : null) });
            if (mode != "render")
            {
                Create("ConfigMap", new Fields { Data = secrets, Metadata = Named("canary", mode == "label" ? "label" : null) });
                var container = new Dictionary<string, object>
                {
                    ["name"] = "web",
                    ["image"] = $"ghcr.io/example/{config.Require("image")}:latest",
                    ["env"] = new[] { new Dictionary<string, object> { ["name"] = "UNMARKED", ["value"] = config.Require("unmarked") } },
                };
                if (mode != "policy")
                {
                    container["image"] = "ghcr.io/example/web:1.0.0";
                }

                Create("Pod", new Fields { Metadata = Named("canary", null), Spec = new InputMap<object> { { "containers", new[] { container } } } });
            }

            return new Dictionary<string, object?> { ["lines"] = config.RequireSecret("lines"), ["quotes"] = config.RequireSecret("quotes") };

            InputMap<object> Named(string name, string? label)
            {
                var metadata = new InputMap<object> { { "namespace", "default" }, { "name", name } };
                if (label is not null)
                {
                    metadata.Add("labels", new InputMap<string> { { "owner", config.RequireSecret(label) } });
                }

                return metadata;
            }

            static void Create(string kind, Fields fields)
            {
                fields.Kind = kind;
                _ = new Thing($"kubernetes:core/v1:{kind}", $"canary-{kind}", fields);
            }
        });

        sealed class Thing(string type, string name, ResourceArgs args) : CustomResource(type, name, args);

        sealed class Fields : ResourceArgs
        {
            [Input("apiVersion")] public Input<string> ApiVersion { get; set; } = "v1";
            [Input("kind")] public Input<string> Kind { get; set; } = "";
            [Input("metadata")] public InputMap<object> Metadata { get; set; } = null!;
            [Input("data")] public InputMap<string> Data { get; set; } = null!;
            [Input("stringData")] public InputMap<string> StringData { get; set; } = null!;
            [Input("spec")] public InputMap<object> Spec { get; set; } = null!;
        }
        """;

    [Fact]
    public async Task Commands_WithSecretsOfAllShapes_PrintAndWriteNoneInPlainText()
    {
        await using var sandbox = Sandbox.WithProgram(Program);
        var found = new List<string>();
        await RunAsync(0, "cluster", "start", "--name", "dev");
        var kubeconfig = (await sandbox.InfraAsync("cluster", "kubeconfig", "--name", "dev")).ShouldSucceed().Output.Trim();
        await File.WriteAllTextAsync(sandbox.StackFile("dev"), "config: {}\n");
        var secrets = Canaries.Concat(Unmarked).SelectMany(canary => (string[])["--secret", $"canary:{canary.Name}={canary.Value}"]);
        await RunAsync(0, ["config", "set-all", "--plaintext", $"kubernetes:kubeconfig={kubeconfig}", .. secrets]);

        await RunAsync(0, "up", "--yes", "--diff", "--debug", "--verbose", "9", "--event-log", "events.json");
        await RunAsync(0, "config", "--json");
        await RunAsync(0, "stack", "export", "--file", "exported.json");
        await RunAsync(0, "stack", "output", "--json");
        await RunAsync(0, "stack", "history", "--json");

        await SetModeAsync("label");
        await RunAsync(1, "up", "--yes", "--skip-preview", "--json", "--debug", "--continue-on-error");
        await SetModeAsync("throw");
        await RunAsync(1, "up", "--yes", "--skip-preview", "--debug");
        await SetModeAsync("policy");
        await RunAsync(1, "preview", "--policy-pack", PolicySandbox.Pack, "--json");
        await RunAsync(0, "preview", "--save-plan", "plan.json", "--diff");
        await SetModeAsync("render");
        await RunAsync(0, "render", "--out", "rendered");

        // The simulated cluster stores its objects as a real one's etcd does. The program is no output.
        string[] others = [Path.Combine(".infra", "clusters"), "program"];
        foreach (var file in Directory.EnumerateFiles(sandbox.Directory, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(sandbox.Directory, file);
            if (!others.Any(other => relative.StartsWith(other + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            {
                Search(relative, await File.ReadAllTextAsync(file), relative == "events.json" ? [.. Canaries, .. Unmarked] : Canaries);
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));

        Task SetModeAsync(string mode) => RunAsync(0, "config", "set", "canary:mode", mode);

        async Task RunAsync(int expected, params string[] arguments)
        {
            string[] stack = arguments[0] == "cluster" ? [] : ["--stack", "dev"];
            var result = (await sandbox.InfraAsync([.. arguments, .. stack])).ShouldExitWith(expected);
            Search(string.Join(' ', arguments[..2]), result.Output + result.Errors, [.. Canaries, .. Unmarked]);
        }

        void Search(string place, string text, Canary[] canaries) =>
            found.AddRange(canaries.Select(canary => canary.Find(text)).OfType<string>().Select(leak => $"{place}: {leak}"));
    }
}
