using System.Diagnostics;
using System.Reflection;
using Infra.Backend.Planning.Stores.Scripts;

namespace Infra.Tests.Stores;

/// <summary>Scripts with clients that Debian does not have, or in versions that it does not have.</summary>
public sealed class StoreScriptTests
{
    /// <summary>psql has the command since version 15, and stores may be older.</summary>
    [Fact]
    public void NoScript_UsesACommandOfNewerClients()
    {
        var scripts = typeof(PostgresScripts)
            .Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(PostgresScripts).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field is { IsLiteral: true } && field.FieldType == typeof(string))
            .Select(field => (Name: $"{field.DeclaringType!.Name}.{field.Name}", Text: (string)field.GetRawConstantValue()!))
            .ToArray();

        Assert.Contains(scripts, script => script.Text.Contains(@"\set name `printf %s ""$NAME""`", StringComparison.Ordinal));
        Assert.DoesNotContain(scripts, script => script.Text.Contains(@"\getenv", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("orders:12", "--describe|--create --if-not-exists --topic orders --partitions 12 --replication-factor 1", "")]
    [InlineData("known:6", "--describe", "")]
    [InlineData("known:9", "--describe|--alter --topic known --partitions 9", "")]
    [InlineData("known:3", "--describe", "Warning: the topic 'known' has 6 partitions, and Kafka removes none: write 'partitions: 6'.")]
    [InlineData(
        "kno:1 known:8",
        "--describe|--create --if-not-exists --topic kno --partitions 1 --replication-factor 1|--alter --topic known --partitions 8",
        ""
    )]
    public async Task Topics_AreCreatedOrGrow_AndNoneShrinks(string topics, string calls, string warning)
    {
        const string client = """
            echo "$*" | sed 's/--bootstrap-server s:1 //' >>"$CALLS"
            case "$*" in
              *--describe*) printf 'Topic: known\tTopicId: x\tPartitionCount: 6\tReplicationFactor: 1\n\tTopic: known\tPartition: 0\n' ;;
            esac
            """;

        var (code, said, errors) = await RunAsync(
            KafkaScripts.Topics.Replace("/opt/kafka/bin/", "", StringComparison.Ordinal),
            "kafka-topics.sh",
            client,
            ("TOPICS", topics),
            ("STORE_SERVER", "s:1")
        );

        Assert.Equal((0, calls, warning), (code, string.Join('|', said), errors.Trim()));
    }

    [Theory]
    [InlineData("  --set-gtid-purged[=name]", true)]
    [InlineData("  --ssl", false)]
    public async Task ABackupOfMysql_LeavesOutTheNumbersOfTransactions_WhereTheClientCan(string help, bool isAsked)
    {
        var client = $$"""
            case "$1" in
              --help) echo '{{help}}' ; exit ;;
            esac
            echo "$*" >>"$CALLS"
            touch "$BACKUP_FILE.part"
            """;

        var (code, said, _) = await RunAsync(
            MysqlScripts.Backup,
            "mysqldump",
            client,
            ("ADMIN_PASSWORD", "p"),
            ("ADMIN_USERNAME", "u"),
            ("STORE_HOST", "h"),
            ("STORE_PORT", "1"),
            ("DATABASE", "d")
        );

        Assert.Equal(0, code);
        Assert.Equal(isAsked, Assert.Single(said).Contains(" --set-gtid-purged=OFF ", StringComparison.Ordinal));
    }

    /// <summary>Runs a script with a client that records its arguments.</summary>
    private static async Task<(int Code, string[] Calls, string Errors)> RunAsync(
        string script,
        string client,
        string body,
        params (string Name, string Value)[] variables
    )
    {
        var folder = Directory.CreateTempSubdirectory("infra-script-").FullName;
        try
        {
            var (program, calls) = (Path.Combine(folder, client), Path.Combine(folder, "calls"));
            await File.WriteAllTextAsync(program, $"#!/bin/sh\n{body}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            var start = new ProcessStartInfo("sh")
            {
                ArgumentList = { "-c", script },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
            start.Environment["CALLS"] = calls;
            start.Environment["BACKUP_FILE"] = Path.Combine(folder, "backup");
            foreach (var (name, value) in variables)
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await File.ReadAllLinesAsync(calls), await errors);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
