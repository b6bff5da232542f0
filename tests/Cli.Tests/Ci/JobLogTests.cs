using Infra.Cli.Ci;
using Infra.Engine.Events;
using Microsoft.Extensions.Time.Testing;

namespace Cli.Tests.Ci;

/// <summary>Groups and annotations in the syntax of each CI system, and text of others that is no command.</summary>
public sealed class JobLogTests
{
    private static readonly Annotation Sample = new(DiagnosticSeverity.Error, "50% of\r\nit: a, b", "stacks/a,b:c;d].yaml", 7);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    [Fact]
    public void GitHub_EscapesDataAndProperties()
    {
        var log = JobLog.Find(CiPlatform.GitHub, _time)!;

        Assert.Equal("::error file=stacks/a%2Cb%3Ac;d].yaml,line=7::50%25 of%0D%0Ait: a, b", log.Annotate(Sample));
        Assert.Equal("::warning::w", log.Annotate(new Annotation(DiagnosticSeverity.Warning, "w")));
        Assert.Equal("::group::a%0Ab", log.BeginGroup("a\nb"));
        Assert.Equal("::endgroup::", log.EndGroup());
    }

    [Fact]
    public void Azure_EscapesDataAndProperties()
    {
        var log = JobLog.Find(CiPlatform.Azure, _time)!;

        Assert.Equal(
            "##vso[task.logissue type=error;sourcepath=stacks/a,b:c%3Bd%5D.yaml;linenumber=7;]50%AZP25 of%0D%0Ait: a, b",
            log.Annotate(Sample)
        );
        Assert.Equal("##[group]a", log.BeginGroup("a"));
    }

    [Fact]
    public void GitLab_HasSectionsAndNoAnnotations()
    {
        var log = JobLog.Find(CiPlatform.GitLab, _time)!;

        Assert.Equal("\u001b[0Ksection_start:1700000000:infra_1\r\u001b[0KUpdating \uFFFD", log.BeginGroup("Updating \r"));
        Assert.Equal("\u001b[0Ksection_end:1700000000:infra_1\r\u001b[0K", log.EndGroup());
        Assert.Null(log.Annotate(Sample));
    }

    [Theory]
    [InlineData("GitHub", "  ::error::x", "  : :error::x")]
    [InlineData("GitHub", "a ##[error]x", "a ## [error]x")]
    [InlineData("GitHub", "a::b", "a::b")]
    [InlineData("Azure", "a ##VSO[task.setvariable variable=x]y", "a ##vso [task.setvariable variable=x]y")]
    [InlineData("Azure", "##[command]x", "## [command]x")]
    [InlineData("GitLab", "\u001b[0Ksection_start:1:x", "\u001b[0Ksection_start :1:x")]
    public void Neutralize_ACommandOfOthers_IsText(string platform, string line, string expected) =>
        Assert.Equal(expected, JobLog.Find(Enum.Parse<CiPlatform>(platform), _time)!.Neutralize(line));

    [Fact]
    public void JobWriter_LinesInPieces_AreGuardedAndCommandsAreNot()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var writer = new JobWriter(output, JobLog.Find(CiPlatform.GitHub, _time)!);

        writer.BeginGroup("Updating");
        writer.Write(" :");
        writer.Write(':');
        writer.WriteLine("error::x");
        writer.Write("a\r::error::y\n::warning::z");
        writer.EndGroup();
        writer.Write("::error::end");
        writer.Flush();

        Assert.Equal("::group::Updating\n : :error::x\na\r: :error::y\n: :warning::z\n::endgroup::\n: :error::end", output.ToString());
    }
}
