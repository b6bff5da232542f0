using Infra.Backend.Settings;

namespace Infra.Tests.Stores.Servers;

/// <summary>MariaDB, which understands what MySQL does.</summary>
public sealed class MysqlServer : StoreServer
{
    public MysqlServer()
        : base(StoreKind.Mysql, "mariadbd") => Administrator = ("root", SecretsOfTest.DrawPassword());

    private protected override IReadOnlyDictionary<string, string> ImageVariables =>
        new Dictionary<string, string> { ["MYSQL_ROOT_PASSWORD"] = Administrator.Password };

    private protected override IReadOnlyDictionary<string, string> Shims =>
        new Dictionary<string, string> { ["mysql"] = "mysql", ["mysqldump"] = "mysqldump" };

    private protected override async Task StartAsync()
    {
        var data = Path.Combine(Folder, "data");
        await RunAsync(
            "mariadb-install-db",
            "--no-defaults",
            $"--datadir={data}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve"
        );
        var users = await WriteAsync(
            "users.sql",
            $"""
            DROP USER root@'127.0.0.1', root@'::1';
            ALTER USER root@localhost IDENTIFIED BY '{Administrator.Password}';
            CREATE USER root@'%' IDENTIFIED BY '{Administrator.Password}';
            GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
            """
        );
        await StartServerAsync(
            [
                "mariadbd",
                "--no-defaults",
                $"--datadir={data}",
                $"--port={Port}",
                "--bind-address=127.0.0.1",
                $"--socket={Folder}/socket",
                "--skip-name-resolve",
                "--innodb-flush-log-at-trx-commit=0",
                $"--init-file={users}",
            ],
            ImageVariables
        );
    }
}
