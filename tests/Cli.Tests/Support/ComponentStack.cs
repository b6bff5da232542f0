using System.Diagnostics;

namespace Cli.Tests.Support;

/// <summary>A project whose stack has components only, which commands can destroy without a program, a provider and a cluster.</summary>
internal sealed class ComponentStack : IDisposable
{
    private const string Stack = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
    private const string Magic = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-components-");

    public ComponentStack(params string[] names)
    {
        File.WriteAllText(Path.Combine(Folder, "Pulumi.yaml"), "name: shop\nruntime: dotnet\nbackend: {url: file://.}\n");
        var state = Path.Combine(Folder, ".pulumi/stacks/shop");
        Directory.CreateDirectory(state);
        var resources = names
            .Select(name => $$"""{"urn": "{{Urn(name)}}", "custom": false, "type": "shop:index:Part", "parent": "{{Stack}}"}""")
            .Prepend($$"""{"urn": "{{Stack}}", "custom": false, "type": "pulumi:pulumi:Stack"}""");
        File.WriteAllText(
            Path.Combine(state, "dev.json"),
            $$$"""
            {"version": 3, "checkpoint": {"stack": "organization/shop/dev", "latest": {
              "manifest": {"time": "2026-01-01T00:00:00Z", "magic": "{{{Magic}}}", "version": ""},
              "resources": [{{{string.Join(',', resources)}}}] } } }
            """
        );
    }

    public string Folder => _folder.FullName;

    public static string Urn(string name) => $"urn:pulumi:dev::shop::shop:index:Part::{name}";

    /// <summary>Prepares a program that runs in the project, with the <c>infra</c> of the tests on its path.</summary>
    public ProcessStartInfo Prepare(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The command behaves as for people, wherever the tests run.
        foreach (var name in (string[])["CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD"])
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["PULUMI_CONFIG_PASSPHRASE"] = "test";
        start.Environment["HOME"] = Folder;
        return start;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
