using Infra.Backend.Settings.Documents;

namespace Infra.Tests.Manifests;

/// <summary>Settings of the stack in manifests.</summary>
public sealed class ManifestValueTests : IDisposable
{
    private readonly ManifestProject _project = new();

    [Theory]
    [InlineData("${namespace}", "shop")]
    [InlineData("${name}-${stack}", "shop-dev")]
    [InlineData("\"${services.web.image}\"", "ghcr.io/shop/web:1.4")]
    [InlineData("v${services.web.image.tag}", "v1.4")]
    [InlineData("x ${services.web.port} y", "x 8080 y")]
    [InlineData("${manifests[0]}", "m/a.yaml")]
    [InlineData("'${labels[\"example.com/team\"]}'", "shop")]
    [InlineData("$${namespace} $$${name}", "${namespace} $${name}")]
    [InlineData("$(NAME) $x {}", "$(NAME) $x {}")]
    public void AReference_IsReplacedByTheSetting(string written, string value)
    {
        var loaded = Load($"data:\n  value: {written}");

        Assert.Equal(value, loaded.FindText("data", "value"));
    }

    [Theory]
    [InlineData("${services.web.port}", ScalarKind.Number)]
    [InlineData("\"${services.web.port}\"", ScalarKind.Text)]
    [InlineData("1${services.web.port}", ScalarKind.Text)]
    public void AReferenceWithoutQuotes_KeepsTheTypeOfTheSetting(string written, object kind) =>
        Assert.Equal(kind, ((ScalarNode)Load($"data:\n  value: {written}").Find("data", "value")!).Kind);

    [Theory]
    [InlineData("${services.web.replica}", "the setting 'services.web.replica' is not set", "name a setting that is set")]
    [InlineData("${HOME:-x}", "'${HOME:-x}' does not name a setting", "write '$${'")]
    [InlineData("${}", "'${}' does not name a setting", "write '$${'")]
    [InlineData("'${name'", "'${' is not closed", "write '}'")]
    [InlineData("${services.web}", "the setting 'services.web' is not a single value: it has image, port", "name a setting")]
    [InlineData("${manifests}", "the setting 'manifests' is a list", "name a setting")]
    public void AReferenceToNoSetting_IsAnErrorAtItsLine(string written, string problem, string cure)
    {
        _project.Add("m/a.yaml", Object($"data:\n  value: {written}"));

        var error = _project.FindError("m/a.yaml");

        Assert.StartsWith($"stacks/m/a.yaml:5: {problem}", error, StringComparison.Ordinal);
        Assert.Contains(cure, error, StringComparison.Ordinal);
    }

    [Fact]
    public void AReferenceToAnEncryptedSetting_IsAnError_ThatDoesNotShowIt()
    {
        _project.Add("m/a.yaml", Object("data:\n  value: ${services.web.env.TOKEN}"));

        var error = _project.FindError(
            "m/a.yaml",
            stackFile: "config:\n  infra:services:\n    web: {env: {TOKEN: {secure: \"v1:hidden\"}}}"
        );

        Assert.StartsWith("stacks/m/a.yaml:5: the setting 'services.web.env.TOKEN' is encrypted", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Dispose();

    private Backend.Settings.ManifestObject Load(string data)
    {
        _project.Add("m/a.yaml", Object(data));
        return Assert.Single(_project.Load("m/a.yaml", "labels: {example.com/team: shop}").Settings.ManifestObjects);
    }

    private static string Object(string data) => $"apiVersion: example.com/v1\nkind: Value\nmetadata: {{name: a}}\n{data}\n";
}
