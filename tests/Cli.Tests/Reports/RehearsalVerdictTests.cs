using Infra.Cli;
using Infra.Cli.Reports;

namespace Cli.Tests.Reports;

/// <summary>The verdict in the output of <c>infra rehearse --json</c>.</summary>
public sealed class RehearsalVerdictTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-verdicts-");
    private readonly string _file;

    public RehearsalVerdictTests() => _file = Path.Combine(_folder.FullName, "rehearsal.json");

    [Fact]
    public void Read_ResultsOfSeveralScenarios_HasVerdictsAndFailures()
    {
        File.WriteAllText(
            _file,
            """
            [{"verdict": "holds", "summary": "prod holds.", "expectations": []},
             {"verdict": "fails", "summary": "prod does not hold.", "expectations": [
               {"outcome": "held", "subject": "web", "name": "cost"},
               {"outcome": "failed", "subject": "web", "name": "latency p99", "figure": "812 ms", "limit": "≤ 500 ms", "cause": "cpu 97 %", "remedy": null}]}]
            """
        );

        var verdicts = RehearsalVerdict.Read(_file);

        Assert.Equal([false, true], verdicts.Select(verdict => verdict.Fails));
        Assert.Equal(["web latency p99: 812 ms (≤ 500 ms); cpu 97 %"], verdicts[1].Failures);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"verdict": 1}""")]
    [InlineData("""{"verdict": "splendid"}""")]
    [InlineData("""{"verdict": "fails", "expectations": [{"outcome": "failed", "name": {}}]}""")]
    public void Read_SomethingElse_IsRefusedWithTheFile(string content)
    {
        File.WriteAllText(_file, content);

        Assert.Contains(_file, Assert.Throws<UsageException>(() => RehearsalVerdict.Read(_file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AMissingFile_IsRefused() => Assert.Throws<UsageException>(() => RehearsalVerdict.Read(_file + ".missing"));

    public void Dispose() => _folder.Delete(recursive: true);
}
