using Infra.Cli.Ci;
using Infra.Engine.Events;

namespace Cli.Tests.Ci;

/// <summary>The annotations of a job.</summary>
public sealed class AnnotationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-annotations-");
    private readonly string _file;

    public AnnotationTests()
    {
        _file = Path.Combine(_folder.CreateSubdirectory("stacks").FullName, "Pulumi.prod.yaml");
        File.WriteAllText(_file, "config: {}\n");
    }

    [Fact]
    public void Read_AMessageWithPlaces_AnnotatesEach() =>
        Assert.Equal(
            [
                new Annotation(DiagnosticSeverity.Error, "replicas: is negative", "stacks/Pulumi.prod.yaml", 7),
                new Annotation(DiagnosticSeverity.Error, "size: is unknown", "stacks/Pulumi.prod.yaml", 9),
            ],
            new AnnotationReader(_folder.FullName).Read(
                DiagnosticSeverity.Error,
                $"2 settings are invalid:\nPulumi.prod.yaml:7: replicas: is negative\n  {_file}:9:3: size: is unknown\n",
                Path.GetDirectoryName(_file)!
            )
        );

    [Theory]
    [InlineData("missing.yaml:7: text")]
    [InlineData("the cluster: 7: text")]
    [InlineData("text")]
    public void Read_AMessageWithoutAPlace_IsOneOfTheJob(string message) =>
        Assert.Equal(
            [new Annotation(DiagnosticSeverity.Warning, message)],
            new AnnotationReader(_folder.FullName).Read(DiagnosticSeverity.Warning, $"{message}\n", _folder.FullName)
        );

    [Fact]
    public void Limit_OfMoreThanTenOfAKind_CountsTheOthersInTheTenth()
    {
        var limited = Annotations.Limit([
            .. Enumerable.Range(0, 10).Select(index => new Annotation(DiagnosticSeverity.Warning, $"w{index}")),
            .. Enumerable.Range(0, 25).Select(index => new Annotation(DiagnosticSeverity.Error, $"e{index % 12}")),
        ]);

        Assert.Equal(
            [
                .. Enumerable.Range(0, 9).Select(index => $"e{index}"),
                "3 more errors are in the log of the job",
                .. Enumerable.Range(0, 10).Select(index => $"w{index}"),
            ],
            limited.Select(annotation => annotation.Message)
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
