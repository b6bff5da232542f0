using System.Globalization;
using Infra.Engine.Errors;
using Infra.Kubernetes;

namespace Infra.Cli.Ci;

/// <summary>
/// How long a cancelled job may complete its operations: less than its system waits before it kills the job, so that the state is saved and
/// the lock released before.
/// </summary>
internal static class CancelGrace
{
    /// <summary>The variable that says otherwise.</summary>
    public const string Variable = "INFRA_CANCEL_GRACE";

    private static readonly TimeSpan TimeToSave = TimeSpan.FromSeconds(2);

    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>Null for any time, as outside a CI system.</returns>
    /// <exception cref="UsageException">The variable is no duration.</exception>
    public static TimeSpan? Find(Func<string, string?> environment)
    {
        if (environment(Variable) is not { Length: > 0 } text)
        {
            return FindKill(environment) - TimeToSave;
        }

        return GoDuration.TryParse(text, out var set) && set > TimeSpan.Zero
            ? set
            : throw new UsageException($"{Variable}: '{text}' is not a duration: write e.g. 8s or 2m", ExitCode.Configuration);
    }

    /// <summary>How long after its first signal a system kills a job.</summary>
    private static TimeSpan? FindKill(Func<string, string?> environment)
    {
        return CiPlatforms.Detect(environment) switch
        {
            CiPlatform.GitHub => TimeSpan.FromSeconds(10),
            CiPlatform.GitLab => TimeSpan.FromSeconds(10),
            CiPlatform.Azure => Milliseconds("PROCESS_SIGINT_TIMEOUT", 7_500) + Milliseconds("PROCESS_SIGTERM_TIMEOUT", 2_500),
            CiPlatform.Jenkins => TimeSpan.FromSeconds(5),
            _ => null,
        };

        TimeSpan Milliseconds(string variable, int usual) =>
            TimeSpan.FromMilliseconds(
                int.TryParse(environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : usual
            );
    }
}
