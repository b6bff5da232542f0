using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Common;

namespace Infra.Backend.Checks.K3s;

/// <summary>Checks the authorities, tokens and the administrator of a cluster that the stack creates.</summary>
internal sealed class K3sCredentialCheck(TimeProvider time) : ISettingsCheck
{
    private const string Administrator = "administrator";
    private const int MinTokenLength = 16;

    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    public void Check(SettingsReview review)
    {
        foreach (var cluster in K3sClusters.Find(review))
        {
            new Credentials(review, cluster, time.GetUtcNow()).Check();
        }
    }

    private sealed class Credentials(SettingsReview review, TargetCluster cluster, DateTimeOffset now)
    {
        private readonly SettingsPath _path = cluster.Path.Key("credentials");
        private readonly string _command =
            $"infra cluster init --stack {review.Stack}{(cluster.Key is { } key ? $" --cluster {key}" : "")}";

        public void Check()
        {
            if (cluster.Settings.Credentials is not { } settings)
            {
                review.Reject(_path, "the cluster has no certificate authorities and tokens yet", $"create them with '{_command}'");
                return;
            }

            using var client = CheckAuthority("client", settings.Client);
            CheckAuthority("server", settings.Server)?.Dispose();
            CheckAuthority("requestHeader", settings.RequestHeader)?.Dispose();
            CheckAuthority("etcdServer", settings.EtcdServer)?.Dispose();
            CheckAuthority("etcdPeer", settings.EtcdPeer)?.Dispose();
            CheckAdministrator(settings.Administrator, client);
            CheckKey(settings.ServiceKey);
            CheckToken("token", settings.Token);
            CheckToken("agentToken", settings.AgentToken);
        }

        private X509Certificate2? CheckAuthority(string key, Text text)
        {
            var certificate = Read(key, text);
            if (
                certificate is not null
                && !certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority)
            )
            {
                Reject(key, "this is not the certificate of an authority");
            }

            return certificate;
        }

        private void CheckAdministrator(Text text, X509Certificate2? authority)
        {
            using var certificate = Read(Administrator, text);
            if (certificate is null || authority is null)
            {
                return;
            }

            using var chain = AuthorityChain.Create(cluster.Settings.Credentials!.Client.Value);
            chain.ChainPolicy.VerificationTimeIgnored = false;
            chain.ChainPolicy.VerificationTime = certificate.NotBefore.AddMinutes(1);
            if (!chain.Build(certificate))
            {
                Reject(Administrator, "the certificate is not one of the authority 'client'");
            }
        }

        private X509Certificate2? Read(string key, Text text)
        {
            WrittenCredentials.WarnOfPlainText(review, _path.Key(key), text);
            if (text.IsWithheld)
            {
                return null;
            }

            if (!CertificateAndKey.TryParse(text.Value, out var pair))
            {
                Reject(key, "this is not a certificate and its key in PEM");
                return null;
            }

            try
            {
                var certificate = X509Certificate2.CreateFromPem(pair!.Certificate, pair.Key);
                CheckTime(key, certificate);
                return certificate;
            }
            catch (Exception error) when (error is CryptographicException or ArgumentException)
            {
                Reject(key, "the certificate cannot be read, or the key is not the certificate's");
                return null;
            }
        }

        private void CheckTime(string key, X509Certificate2 certificate)
        {
            var end = new DateTimeOffset(certificate.NotAfter);
            if (end < now)
            {
                Reject(key, $"the certificate expired on {end:yyyy-MM-dd}");
            }
            else if (end < now + Notice)
            {
                review.Warn(
                    _path.Key(key),
                    $"the certificate expires on {end:yyyy-MM-dd}",
                    key == Administrator
                        ? $"renew it with '{_command}'"
                        : "replace it as K3s has it: 'k3s certificate rotate-ca' on a server, then write the new one here"
                );
            }
        }

        private void CheckKey(Text text)
        {
            WrittenCredentials.WarnOfPlainText(review, _path.Key("serviceKey"), text);
            if (text.IsWithheld)
            {
                return;
            }

            try
            {
                using var key = RSA.Create();
                key.ImportFromPem(text.Value);
            }
            catch (Exception error) when (error is CryptographicException or ArgumentException)
            {
                Reject("serviceKey", "this is not an RSA key in PEM");
            }
        }

        private void CheckToken(string key, Text text)
        {
            WrittenCredentials.WarnOfPlainText(review, _path.Key(key), text);
            if (
                text.Value.Length < MinTokenLength
                || !text.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            )
            {
                Reject(key, $"a token has at least {MinTokenLength} letters, digits, '-', '_' and '.'");
            }
        }

        /// <summary>Only the administrator can be created again: a cluster that runs knows no other authorities and tokens.</summary>
        private void Reject(string key, string problem) =>
            review.Reject(
                _path.Key(key),
                problem,
                key == Administrator
                    ? $"remove it and run '{_command}', which creates another one"
                    : $"restore what the cluster was created with; if it was never created, remove all credentials and run '{_command}'"
            );
    }
}
