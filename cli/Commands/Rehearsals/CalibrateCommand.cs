using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Kubernetes;
using Infra.Rehearsal.Calibration;
using Infra.Rehearsal.Calibration.Prometheus;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary><c>infra rehearse calibrate</c>.</summary>
internal static class CalibrateCommand
{
    private const long LargestFile = 256 * 1024 * 1024;

    public static Command Create()
    {
        var prometheus = new Option<string?>("--prometheus") { Description = "The address of the stack's Prometheus", HelpName = "URL" };
        var csv = new Option<string?>("--csv") { Description = "A file with recordings, instead of a Prometheus", HelpName = "FILE" };
        var from = Time("--from", "The start of the recordings: a time, or how long ago (default: 24h)");
        var to = Time("--to", "The end of the recordings: a time, or how long ago (default: now)");
        var token = new Option<string?>("--token-file") { Description = "A file with the bearer token for Prometheus", HelpName = "FILE" };
        var authority = new Option<string?>("--ca-file")
        {
            Description = "Certificate authorities in PEM that vouch for Prometheus",
            HelpName = "FILE",
        };
        var output = new Option<string?>("--out", "-o") { Description = "The file to write (default: standard output)", HelpName = "FILE" };
        var replay = new Option<bool>("--replay")
        {
            Description = "Write recorded loads to CSV files beside --out, instead of a few points",
        };
        var cluster = new Option<string?>("--cluster") { Description = "The cluster, for a stack with several", HelpName = "NAME" };
        var stack = CommonOptions.Stack();
        var command = new InfraCommand(
            "calibrate",
            "Write the numbers of a scenario from what the stack's monitoring recorded, each with its confidence",
            (
                "infra rehearse calibrate --stack prod --prometheus http://127.0.0.1:9090 --from 7d --out stacks/rehearsals/measured.yaml",
                "Write what requests cost, and the load of the last seven days, as a scenario"
            ),
            ("infra rehearse calibrate --stack prod --csv recorded.csv", "Read the recordings from a file: docs/rehearsal-calibration.md")
        )
        {
            prometheus,
            csv,
            from,
            to,
            token,
            authority,
            output,
            replay,
            cluster,
            stack,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(prometheus) is null == parsed.GetValue(csv) is null)
                {
                    throw new UsageException("write either --prometheus URL or --csv FILE", ExitCode.Configuration);
                }

                if (parsed.GetValue(replay) && parsed.GetValue(output) is null)
                {
                    throw new UsageException("--replay writes files beside the scenario: name it with --out", ExitCode.Configuration);
                }

                var options = parsed.GetValue(prometheus) is { } address
                    ? new PrometheusOptions(ReadAddress(address))
                    {
                        Token = parsed.GetValue(token) is { } file ? ReadText(file).Trim() : null,
                        Authorities = parsed.GetValue(authority) is { } certificates ? ReadCertificates(certificates) : null,
                    }
                    : null;
                var workspace = WorkspaceAccess.Open(parsed);
                var (rehearsal, failure) = await RehearsedStack.AskAsync(
                    parsed,
                    workspace,
                    workspace.ResolveConfigured(parsed.GetValue(stack)),
                    null,
                    parsed.GetValue(cluster),
                    cancellationToken
                );
                if (rehearsal is null)
                {
                    return (int)failure;
                }

                var services = CalibratedServices.Of(rehearsal);
                try
                {
                    var result = options is null
                        ? Calibrator.Run(ReadText(parsed.GetValue(csv)!), parsed.GetValue(csv)!, services)
                        : await CalibrateAsync(
                            options,
                            services,
                            ReadTime(parsed, from, TimeSpan.FromDays(1)),
                            ReadTime(parsed, to, TimeSpan.Zero),
                            cancellationToken
                        );
                    CalibrationOutput.Write(result, parsed.GetValue(output), parsed.GetValue(replay));
                    return (int)ExitCode.Success;
                }
                catch (CalibrationException error)
                {
                    ErrorOutput.WriteEach(parsed, error.Errors);
                    return (int)ExitCode.Error;
                }
            }
        );
        return command;
    }

    private static async Task<CalibrationResult> CalibrateAsync(
        PrometheusOptions options,
        IReadOnlyList<CalibratedService> services,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellation
    )
    {
        using var client = new PrometheusClient(options);
        return await Calibrator.RunAsync(client, services, from, until, cancellation);
    }

    private static Option<string?> Time(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && ParseTime(token.Value, DateTimeOffset.UnixEpoch) is null)
            {
                result.AddError(
                    $"{name} takes a time such as 2026-11-28T08:00:00Z, or how long ago, such as 24h or 7d, not '{token.Value}'."
                );
            }
        });
        return option;
    }

    private static DateTimeOffset ReadTime(ParseResult parsed, Option<string?> option, TimeSpan ago)
    {
        var now = TimeProvider.System.GetUtcNow();
        return parsed.GetValue(option) is { } text ? ParseTime(text, now)!.Value : now - ago;
    }

    private static DateTimeOffset? ParseTime(string text, DateTimeOffset now) =>
        text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days < 10_000
            ? now - TimeSpan.FromDays(days)
        : GoDuration.TryParse(text, out var ago) && ago >= TimeSpan.Zero ? now - ago
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;

    private static Uri ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException(
                $"--prometheus '{text}' is not an address: write it as http://127.0.0.1:9090",
                ExitCode.Configuration
            );

    private static string ReadText(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFile
                ? File.ReadAllText(file)
                : throw new UsageException($"{file} has more than {LargestFile} bytes", ExitCode.Configuration);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{file} cannot be read: {error.Message}", ExitCode.Configuration);
        }
    }

    private static X509Certificate2Collection ReadCertificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(ReadText(file));
        }
        catch (CryptographicException error)
        {
            throw new UsageException($"{file} has no certificates in PEM: {error.Message}", ExitCode.Configuration);
        }

        return certificates;
    }
}
