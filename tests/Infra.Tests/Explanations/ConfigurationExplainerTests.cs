using Infra.Backend.Explanations;
using Infra.Backend.Loading;

namespace Infra.Tests.Explanations;

/// <summary>Each variable and file with its source, and never a secret.</summary>
public class ConfigurationExplainerTests
{
    private const string Service = """
        s: {image: "a:1", port: 80, calls: [t],
          env: {discovery.type: single, DB: {secret: shop-db, key: url, optional: true}, KEY: {value: hidden-1, secret: true},
            IP: {field: status.podIP}, CPU: {resource: limits.cpu, divisor: 1m, container: s}, ALL: "at $(IP)", FLAG: {configMap: flags, key: f}},
          envFrom: [{secret: more, prefix: M_}],
          files: {/etc/app: {folder: config, mode: "0400"}, /key: {content: hidden-2, secret: true}, /logo: {file: config/a}},
          sidecars: {p: {image: "p:1", env: {TOKEN: {value: hidden-3, secret: true}, T: {address: t}}}},
          versions: {next: {weight: 1, env: {KEY: {value: hidden-4, secret: true}}, files: {/key: {content: hidden-5, secret: true}}}}},
          t: {image: "t:1", port: 80}
        """;

    [Theory]
    [InlineData("env.discovery.type", "single")]
    [InlineData("env.DB", "key 'url' of Secret 'shop-db', optional")]
    [InlineData("env.KEY", "[secret]")]
    [InlineData("env.IP", "field status.podIP")]
    [InlineData("env.CPU", "limits.cpu / 1m of 's'")]
    [InlineData("env.ALL", "at $(IP)")]
    [InlineData("env.FLAG", "key 'f' of ConfigMap 'flags'")]
    [InlineData("env.T_URL", "http://t.shop.svc:80")]
    [InlineData("envFrom", "[{secret: more, prefix: M_}]")]
    [InlineData("sidecars.p.env.TOKEN", "[secret]")]
    [InlineData("sidecars.p.env.T", "address of 't'")]
    [InlineData("versions.next.env.KEY", "[secret]")]
    [InlineData("files./etc/app", "1 file of 4 bytes in ConfigMap s-files-etc-app, mode 0400")]
    [InlineData("files./key", "8 bytes in Secret s-files")]
    [InlineData("files./logo", "4 bytes of stacks/config/a in ConfigMap s-files")]
    public void AVariableOrFile_HasItsSourceAndItsPlace(string setting, string value)
    {
        var explanation = Assert.Single(Explain(), explanation => explanation.Setting == setting);

        Assert.Equal(value, explanation.Value);
        Assert.StartsWith("stacks/services.yaml:", explanation.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void ASecret_IsNotShown() =>
        Assert.DoesNotContain("hidden", string.Concat(Explain().Select(explanation => explanation.Value)), StringComparison.Ordinal);

    private static IReadOnlyList<Explanation> Explain()
    {
        using var project = new ProjectFiles().Add("config/a", "text");
        var loaded = SettingsLoader.Load(project.Sources(Service));
        return StackExplainer.Explain("s", loaded);
    }
}
