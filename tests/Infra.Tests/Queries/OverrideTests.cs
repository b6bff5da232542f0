using System.Text;
using System.Text.Json;
using Infra.Backend.Loading;
using Infra.Backend.Queries;

namespace Infra.Tests.Queries;

/// <summary>Values are tried in place of the written ones, and checked as those are (docs/program-contract.md).</summary>
public sealed class OverrideTests : IDisposable
{
    private const string Catalogue = """
        name: shop
        sizes:
          small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
          large: {requests: {cpu: "1", memory: 1Gi}, limits: {memory: 1Gi}}
        cluster: {kind: existing, context: c, pools: {general: {cpu: 8, memory: 32Gi, count: 3}}}
        services:
          web: {image: "shop/web:1", port: 8080, resources: small, traffic: {expose: loadBalancer}, scaling: {min: 2, max: 6, cpu: 70}}
        """;

    private const string Scenario = """
        services: {web: {cpu: 4ms}}
        load: {web: {rate: [{at: 0m, rps: 40}, {at: 20m, rps: 600}]}}
        """;

    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("infra-override-");

    public void Dispose() => _project.Delete(recursive: true);

    [Fact]
    public void Read_OfASettingOfTheCatalogue_IsLaidOverIt()
    {
        var settings = Load(Path("20", "services", "web", "scaling", "max")).Loaded.Settings;

        Assert.Equal(20, settings.Services["web"].Scaling!.Max);
        Assert.Equal(2, settings.Services["web"].Scaling!.Min);
    }

    [Fact]
    public void Read_BelowAShortForm_RefinesIt()
    {
        var resources = Load(Path("300m", "services", "web", "resources", "requests", "cpu")).Loaded.Settings.Services["web"].Resources;

        Assert.Equal(("small", "300m"), (resources.Size, resources.Requests.Cpu?.ToString()));
    }

    [Fact]
    public void Read_OfAValueThatIsAShortForm_ReplacesTheSetting() =>
        Assert.Equal("large", Load(Path("large", "services", "web", "resources")).Loaded.Settings.Services["web"].Resources.Size);

    [Fact]
    public void Answer_OfAPathThatOnlyAScenarioHas_ChangesTheScenario()
    {
        Assert.Equal(
            900,
            Plan(Path("900", "load", "web", "rate", 1, "rps"))
                .GetProperty("loads")[0]
                .GetProperty("rate")[1]
                .GetProperty("perSecond")
                .GetDouble()
        );
        Assert.Equal(9, Plan(Path("9", "pools", "general", "nodes", "max")).GetProperty("pools")[0].GetProperty("max").GetInt32());
    }

    [Fact]
    public void Answer_OfAPathBelowScenario_ChangesTheScenarioAlone() =>
        Assert.Equal(
            0.007,
            Plan(Path("7ms", "scenario", "services", "web", "cpu"))
                .GetProperty("services")[0]
                .GetProperty("behaviour")
                .GetProperty("cpu")
                .GetDouble()
        );

    [Fact]
    public void Answer_WithoutAFile_TriesTheValueOfAnEmptyScenario() =>
        Assert.Equal(
            9,
            Plan(Path("9", "pools", "general", "nodes", "max"), "rehearsal").GetProperty("pools")[0].GetProperty("max").GetInt32()
        );

    [Theory]
    [InlineData("services.wbe.scaling.max", "4", "no service 'wbe' in the catalogue; did you mean 'web'?")]
    [InlineData("services.web.scaling.maxx", "4", "services.web.scaling.maxx")]
    [InlineData("services.web.scaling.max", "1", "services.web.scaling.min: the minimum 2 is above the maximum 1")]
    [InlineData("services.web.scaling.max", "many", "the value tried: services.web.scaling.max")]
    [InlineData("load.web.rate.7.rps", "4", "load.web.rate[7]: the list has 2 items, counted from 0")]
    [InlineData("scenario", "4", "this is not the path of a setting")]
    public void Answer_OfAWrongPathOrValue_SaysWhatIsWrong(string path, string value, string expected)
    {
        var segments = path.Split('.').Select(segment => int.TryParse(segment, out var index) ? (object)index : segment).ToArray();

        var (exitCode, _, errors) = Ask(Path(value, segments));

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ForADeployment_IgnoresIt()
    {
        Write();
        var variables = Variables(Path("20", "services", "web", "scaling", "max"), query: null);

        Assert.Equal(6, Load(variables).Loaded.Settings.Services["web"].Scaling!.Max);
    }

    private static string Path(string value, params object[] path) => JsonSerializer.Serialize(new[] { new { path, value } });

    private ProgramSettings Load(string overrides)
    {
        Write();
        return Load(Variables(overrides, "clusters"));
    }

    private ProgramSettings Load(Dictionary<string, string?> variables) =>
        ProgramSettings.Load(ProgramEnvironment.FromVariables(variables.GetValueOrDefault, _project.FullName));

    private JsonElement Plan(string overrides, string query = "rehearsal campaign")
    {
        var (_, output, errors) = Ask(overrides, query);
        Assert.Equal("", errors);
        return JsonDocument.Parse(output).RootElement.GetProperty("clusters")[0].GetProperty("plan");
    }

    private (int ExitCode, string Output, string Errors) Ask(string overrides, string query = "rehearsal campaign")
    {
        Write();
        using var output = new MemoryStream();
        using var errors = new StringWriter { NewLine = "\n" };
        var exitCode = ProgramQuery.Run(query, Variables(overrides, query).GetValueOrDefault, _project.FullName, output, errors);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), errors.ToString());
    }

    private void Write()
    {
        File.WriteAllText(System.IO.Path.Combine(_project.FullName, "Pulumi.yaml"), "name: shop\n");
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(_project.FullName, "stacks", "rehearsals"));
        File.WriteAllText(System.IO.Path.Combine(_project.FullName, "stacks", "services.yaml"), Catalogue);
        File.WriteAllText(System.IO.Path.Combine(folder.FullName, "campaign.yaml"), Scenario);
    }

    private Dictionary<string, string?> Variables(string overrides, string? query) =>
        new()
        {
            ["INFRA_QUERY"] = query,
            ["INFRA_OVERRIDES"] = overrides,
            ["PULUMI_STACK"] = "dev",
            ["PULUMI_ROOT_DIRECTORY"] = _project.FullName,
            ["PULUMI_CONFIG"] = "{}",
        };
}
