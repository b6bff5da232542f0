using System.Net;
using Infra.Engine.Backends.S3;
using Infra.Engine.Errors;

namespace Engine.Tests.Backends;

/// <summary>What an S3 backend takes from its URL, the environment and the shared files.</summary>
public sealed class S3OptionsTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("engine-tests-");
    private readonly Dictionary<string, string> _variables;

    public S3OptionsTests() => _variables = new() { ["HOME"] = _home.FullName };

    [Theory]
    [InlineData("s3://state?region=eu-west-1", "https://s3.eu-west-1.amazonaws.com/", false)]
    [InlineData("s3://shop.state?region=cn-north-1&awssdk=v2", "https://s3.cn-north-1.amazonaws.com.cn/", true)]
    [InlineData("s3://state?endpoint=minio.test:9000&disableSSL=true", "http://minio.test:9000/", true)]
    [InlineData("s3://state?endpoint=https%3A%2F%2Fstorage.test&s3ForcePathStyle=false", "https://storage.test/", false)]
    public void Parse_Url_HasItsEndpoint(string url, string endpoint, bool isPathStyle)
    {
        var options = Parse(url);

        Assert.Equal(new Uri(endpoint), options.Endpoint);
        Assert.Equal(isPathStyle, options.UsesPathStyle);
    }

    [Fact]
    public void Parse_Environment_FillsWhatTheUrlLeavesOut()
    {
        Write("config", "[profile ci]\nregion = eu-north-1\nendpoint_url=https://storage.test\n[default]\nregion = us-west-2\n");
        Assert.Equal("us-west-2", Parse("s3://state").Region);
        _variables["AWS_PROFILE"] = "ci";
        Assert.Equal(("eu-north-1", new Uri("https://storage.test/")), (Parse("s3://state").Region, Parse("s3://state").Endpoint));
        _variables["AWS_REGION"] = "eu-west-1";
        Assert.Equal("eu-west-1", Parse("s3://state").Region);
        Assert.Equal("s3://state/a/b", Parse("s3://state/a/b/?region=x").Root);
    }

    [Theory]
    [InlineData("s3://", "no bucket")]
    [InlineData("s3://state/../other?region=x", "no bucket, or an empty folder")]
    [InlineData("s3://state?region=x&acceleration=on", "`acceleration` is not supported")]
    [InlineData("s3://state?region=x&endpoint=ftp%3A%2F%2Fx", "is not an address")]
    public void Parse_OtherUrl_IsRefused(string url, string problem) =>
        Assert.Contains(problem, Assert.Throws<ConfigurationException>(() => Parse(url)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task GetCredentials_SharedFiles_AreThoseOfTheProfile()
    {
        Write(
            "credentials",
            "# mine\n[default]\naws_access_key_id=A1\naws_secret_access_key = s=1\n[ci]\naws_access_key_id=A2\naws_secret_access_key=s2\naws_session_token=t2\n"
        );
        Assert.Equal(("A1", "s=1", null), await GetAsync("s3://state?region=x"));
        _variables["AWS_PROFILE"] = "ci";
        Assert.Equal(("A2", "s2", "t2"), await GetAsync("s3://state?region=x"));
        _variables["AWS_ACCESS_KEY_ID"] = "A3";
        _variables["AWS_SECRET_ACCESS_KEY"] = "s3";
        Assert.Equal(("A3", "s3", null), await GetAsync("s3://state?region=x"));
        Assert.Equal(("A2", "s2", "t2"), await GetAsync("s3://state?region=x&profile=ci"));
    }

    [Theory]
    [InlineData("role_arn = arn:aws:iam::1:role/x", "`role_arn` is not supported")]
    [InlineData("sso_session = corp", "export-credentials --profile default")]
    [InlineData("region = x", "there is no key for the backend")]
    public async Task GetCredentials_NoKey_NamesTheCure(string line, string problem)
    {
        Write("config", $"[default]\n{line}\n");

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => GetAsync("s3://state?region=x"));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCredentials_WebIdentity_AssumesTheRole()
    {
        _variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = Write("token", "jwt\n");
        _variables["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/ci";

        var credentials = await GetAsync(
            "s3://state?region=eu-west-1",
            "POST https://sts.eu-west-1.amazonaws.com/ Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fci&RoleSessionName=infra&WebIdentityToken=jwt",
            """
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>A4</AccessKeyId><SecretAccessKey>s4</SecretAccessKey><SessionToken>t4</SessionToken><Expiration>2050-01-01T00:00:00Z</Expiration>
            </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
            """
        );

        Assert.Equal(("A4", "s4", "t4"), credentials);
    }

    [Fact]
    public async Task GetCredentials_Container_AsksItsEndpoint()
    {
        _variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/7";

        var credentials = await GetAsync(
            "s3://state?region=x",
            "GET http://169.254.170.2/v2/credentials/7 ",
            """{"AccessKeyId":"A5","SecretAccessKey":"s5","Token":"t5","Expiration":"2050-01-01T00:00:00Z"}"""
        );

        Assert.Equal(("A5", "s5", "t5"), credentials);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private S3Options Parse(string url) => S3Options.Parse(url, _variables.GetValueOrDefault);

    private async Task<(string, string, string?)> GetAsync(string url, string request = "", string answer = "")
    {
        using var http = new HttpClient(new OneAnswer(request, answer));
        var found = await new AwsCredentialsSource(Parse(url), http, _variables.GetValueOrDefault, TimeProvider.System).GetAsync();
        return (found.AccessKeyId, found.SecretAccessKey, found.SessionToken);
    }

    private string Write(string name, string content)
    {
        var file = Path.Combine(_home.CreateSubdirectory(".aws").FullName, name);
        File.WriteAllText(file, content);
        return file;
    }

    private sealed class OneAnswer(string expected, string answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Assert.Equal(expected, $"{request.Method} {request.RequestUri} {body}");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) };
        }
    }
}
