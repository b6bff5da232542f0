using System.Reflection;
using EndToEnd.Support;
using Xunit.Sdk;

namespace EndToEnd.Readme;

/// <summary>The README's commands that need the same thing; skipped by name if that is missing.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ReadmeCommandsAttribute : DataAttribute
{
    private readonly Requirement _requirement;

    public ReadmeCommandsAttribute(Requirement requirement)
    {
        _requirement = requirement;
        Skip = requirement switch
        {
            Requirement.None => null,
            Requirement.Kubectl when SearchPath.Contains("kubectl") => null,
            Requirement.Pulumi when SearchPath.Contains("pulumi") => null,
            Requirement.Kubectl or Requirement.Pulumi => $"{requirement.ToString().ToLowerInvariant()} is not on the PATH",
            Requirement.RunningPods => "the pods of a simulated cluster run no programs",
            Requirement.OutsideOfTests => "it starts the test run that this test is part of",
            _ => throw new ArgumentOutOfRangeException(nameof(requirement), requirement, null),
        };
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        ReadmeCommand
            .ReadAll()
            .Where(command => command.Requirement == _requirement)
            .Select(command => (object[])[command.Line, command.Text]);
}
