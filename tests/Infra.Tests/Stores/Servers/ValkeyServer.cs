using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Settings;

namespace Infra.Tests.Stores.Servers;

/// <summary>Valkey, or Redis, which understands what Valkey does.</summary>
public class ValkeyServer : StoreServer
{
    public ValkeyServer()
        : base(StoreKind.Valkey, "valkey-server", "redis-server") { }

    private protected override IReadOnlyDictionary<string, string> ImageVariables =>
        new Dictionary<string, string> { ["REDISCLI_AUTH"] = Administrator.Password };

    private protected override IReadOnlyDictionary<string, string> Shims =>
        new Dictionary<string, string> { ["valkey-cli"] = Choose("cli"), ["valkey-server"] = Choose("server") };

    /// <summary>The Secret of the password before a rotation; null without one.</summary>
    private protected virtual string? FormerSecret => null;

    /// <summary>The password before a rotation.</summary>
    internal string FormerPassword { get; } = SecretsOfTest.DrawPassword();

    private static string Choose(string program) => Programs.Find($"valkey-{program}") is null ? $"redis-{program}" : $"valkey-{program}";

    /// <summary>The password of the exporter's user.</summary>
    internal string ExporterPassword { get; } = SecretsOfTest.DrawPassword();

    internal string ExporterName => StoreNames.ExporterUser("orders-db");

    /// <summary>Starts the server with the arguments of the container.</summary>
    private protected override Task StartAsync()
    {
        var request = new ContainerRequest("", 0, "", new StoreKeySettings(), null)
        {
            Exporter = Connect("orders-db-exporter"),
            FormerSecret = FormerSecret,
        };
        var variables = new Dictionary<string, string>(ImageVariables)
        {
            ["EXPORTER_USERNAME"] = ExporterName,
            ["EXPORTER_PASSWORD"] = ExporterPassword,
            ["FORMER_PASSWORD"] = FormerPassword,
        };
        var arguments = StoreContainer.Create(Kind, request).Args.Select(argument => KubernetesEnvironment.Expand(argument, variables));
        return StartServerAsync([Program!, "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Folder, .. arguments], ImageVariables);
    }
}
