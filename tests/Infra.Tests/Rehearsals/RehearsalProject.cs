using System.Collections.Immutable;
using Infra.Backend.Loading;
using Infra.Backend.Planning.Rehearsals;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Rehearsals;

/// <summary>A project in a temporary folder with a stack and scenarios.</summary>
internal sealed class RehearsalProject : IDisposable
{
    public const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
        stores:
          orders-db: {kind: postgres}
          remote: {kind: postgres, form: external, host: db.example.com, secret: remote}
        services:
          gateway: {image: "shop/gateway:1", port: 8080, calls: [catalog, orders], traffic: {expose: loadBalancer}, replicas: 3, metrics: {port: 9090}, slo: {availability: 99.9, latency: {under: 500ms, for: 99}}}
          catalog: {image: "shop/catalog:1", port: 8080, replicas: 4, traffic: {maxConnections: 50}}
          orders: {image: "shop/orders:1", port: 8080, uses: [orders-db, remote]}
          mails: {image: "shop/mails:1", kind: worker}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-rehearsal-");

    /// <summary>Writes a file into the folder of scenarios.</summary>
    public void Write(string name, string content)
    {
        var file = Path.Combine(_folder.FullName, RehearsalReader.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    /// <summary>Resolves a scenario of the only cluster.</summary>
    public PlannedRehearsal Plan(string scenario, string stackFile = "config: {infra:faultTolerance: development}") =>
        ReadAll(scenario, stackFile).Single();

    /// <summary>Resolves a scenario of each cluster.</summary>
    public ImmutableArray<PlannedRehearsal> ReadAll(string scenario, string stackFile)
    {
        Write("tried.yaml", scenario);
        return Read("tried", stackFile);
    }

    /// <summary>Reads a scenario by its name.</summary>
    public ImmutableArray<PlannedRehearsal> Read(string name, string stackFile = "config: {infra:faultTolerance: development}")
    {
        var sources = StackSources.Simulated(Catalogue, stackFile) with { Root = _folder.FullName };
        return new RehearsalReader(
            new ProgramSettings(SettingsLoader.Load(sources), "dev", _folder.FullName) { Folder = _folder.FullName }
        ).Read(name);
    }

    /// <summary>The errors of a scenario, by place.</summary>
    public string[] FindErrors(string scenario) =>
        [
            .. Assert
                .Throws<InvalidSettingsException>(() => Plan(scenario))
                .Errors.Select(error => error.ToString().Replace($"{RehearsalReader.Folder}/tried.yaml", "file", StringComparison.Ordinal)),
        ];

    public void Dispose() => _folder.Delete(recursive: true);
}
