using Wire = Infra.Protocol.Messages;

namespace Pulumi.Testing;

/// <summary>Collects the errors of a program under test.</summary>
internal sealed class MockEngine : IEngine
{
    private readonly List<string> _errors = [];

    public Task LogAsync(Wire.LogRequest request)
    {
        if (request.Severity == Wire.LogSeverity.Error)
        {
            lock (_errors)
            {
                _errors.Add(request.Message);
            }
        }

        return Task.CompletedTask;
    }

    public Task RequirePulumiVersionAsync(string range) => Task.CompletedTask;

    /// <exception cref="RunException">There was one error.</exception>
    /// <exception cref="AggregateException">There were several errors.</exception>
    public void ThrowIfErrors()
    {
        if (_errors.Count == 1)
        {
            throw new RunException(_errors[0]);
        }

        if (_errors.Count > 1)
        {
            throw new AggregateException(_errors.Select(error => new RunException(error)));
        }
    }
}

/// <summary>The stack of a tested program that is a function.</summary>
internal sealed class TestStack : Stack { }
