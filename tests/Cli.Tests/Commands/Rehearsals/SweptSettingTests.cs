using Infra.Cli;
using Infra.Cli.Commands.Rehearsals;
using Infra.Engine.Errors;

namespace Cli.Tests.Commands.Rehearsals;

/// <summary>What <c>--sweep</c> accepts.</summary>
public sealed class SweptSettingTests
{
    [Theory]
    [InlineData("services.catalog.scaling.max=4..6", "services.catalog.scaling.max", "4|5|6")]
    [InlineData("load.gateway.rate[1].rps=100,200", "load.gateway.rate[1].rps", "100|200")]
    [InlineData("services.web.labels[\"a=b.c\"]=x,y=z", "services.web.labels[\"a=b.c\"]", "x|y=z")]
    public void Parse_APathAndValues_HasThem(string text, string path, string values)
    {
        var setting = SweptSetting.Parse("--sweep", [text]);

        Assert.Equal((path, values), (setting.Path.ToString(), string.Join('|', setting.Values)));
    }

    [Theory]
    [InlineData("services.catalog.scaling.max", "has no path of a setting: write PATH=FROM..TO")]
    [InlineData("=4..6", "has no path of a setting")]
    [InlineData("services.*.scaling.max=4,5", "has no path of a setting")]
    [InlineData("services.catalog.scaling.max=6..4", "does not rise")]
    public void Parse_AnythingElse_IsAnErrorOfInput(string text, string expected)
    {
        var error = Assert.Throws<UsageException>(() => SweptSetting.Parse("--sweep", [text]));

        Assert.Equal(ExitCode.Configuration, error.ExitCode);
        Assert.StartsWith("--sweep: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TwoSettings_AreRefused() =>
        Assert.Contains(
            "one setting is swept at a time",
            Assert.Throws<UsageException>(() => SweptSetting.Parse("--sweep", ["a=1", "b=2"])).Message,
            StringComparison.Ordinal
        );
}
