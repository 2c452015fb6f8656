# web.sh: the sites, the block page, the interceptors. Read by lab.sh.

web_head() { cat <<X
$1
user root root; daemon off; master_process off; pid $PWD/$2.pid; error_log $PWD/$2.err; worker_processes 1; events { worker_connections 1024; }
X
}
web_paths() { for p in client_body proxy fastcgi uwsgi scgi; do echo " ${p}_temp_path $PWD/tmp;"; done; }
# What a good site answers, by the scheme.
web_pages() { cat <<X
  location / { return 200 "<html><title>Lab News</title>genuine</html>"; }
  location = /big { alias $PWD/big; }
  location = /to-news { return 302 $1://news.example/; }
  location = /to-gone { return 302 $1://gone.example/; }
  location = /to-private { return 302 $1://private.example/; }
  location = /bad-redirect { return 302 "$1://"; }
  location = /loop { return 302 $1://\$host/loop; }
  location ~ ^/hop/(?<k>\d+)\$ { return 302 $1://\$host/hop/\${k}1; }
  location = /legal { return 451 "<html><title>Not available for legal reasons</title></html>"; }
X
}
web() {
  mkdir tmp; head -c 300000 /dev/zero | tr '\0' x > big
  names_='news.example control.example rights.example xn--80aa3cf85b.example .wild.example .hostile-dns.example example.org example.com'
  { web_head '' site; cat <<X
http { access_log off; default_type text/html; ssl_protocols TLSv1.2 TLSv1.3; ssl_buffer_size 4k;
$(web_paths)
 ssl_certificate $PWD/good.pem; ssl_certificate_key $PWD/good.key;
 server { listen $SITE:80 default_server; listen [$SITE6]:80; listen $SECOND:80 default_server; server_name $names_;
  location = /success.txt { default_type text/plain; return 200 "success\n"; }
  location = /old { return 301 https://control.example/; }
$(web_pages http) }
 server { listen $SITE:443 ssl default_server; listen [$SITE6]:443 ssl; listen $SECOND:443 ssl default_server; server_name $names_;
  add_header Strict-Transport-Security "max-age=31536000" always;
  location = /to-http { return 302 http://news.example/; }
$(web_pages https) }
 server { listen $SITE:443 ssl; server_name desk.lab mta-sts.desk.lab;
  add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always; default_type text/plain;
  location / { return 200 desk; }
  location = /.well-known/mta-sts.txt { return 200 "version: STSv1\r\nmode: enforce\r\nmx: www.lab\r\nmax_age: 604800\r\n"; }
  location = /.well-known/security.txt { return 200 "Contact: mailto:s@desk.lab\nExpires: 2099-01-01T00:00:00Z\n"; } }
$(for n in wrong expired self; do
  echo " server { listen $SITE:443 ssl; server_name $n.example; ssl_certificate $PWD/$n.pem; ssl_certificate_key $PWD/$n.key; return 200 x; }"; done)
 server { listen $SITE:80; listen $SITE:443 ssl; server_name challenge.example; add_header cf-mitigated challenge always;
  return 503 "<title>Just a moment</title>"; }
 server { listen $BLOCK:80; add_header Link '<https://authority.example/>; rel="blocked-by"' always;
  return 451 "<html><title>Access to this site is restricted</title></html>"; }
 server { listen $BLOCK:8302; return 302 http://$BLOCK/blockpage; } }
X
  } > site.conf
  in_ n nginx -e "$PWD/site.err" -c "$PWD/site.conf" &
  { web_head 'load_module /usr/lib/nginx/modules/ngx_stream_module.so;' isp; cat <<X
http { access_log off; ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate_key $PWD/fake.key;
$(web_paths)
 server { listen 95.56.0.1:8443 ssl; listen 95.56.0.9:443 ssl; ssl_certificate $PWD/fake.pem; return 200 intercepted; }
 server { listen 95.56.0.1:8444 ssl; ssl_certificate $PWD/fake.leaf; return 200 intercepted; }
 server { listen 95.56.0.1:8447 ssl; ssl_certificate $PWD/fake-expired.pem; ssl_certificate_key $PWD/fake-expired.key; return 200 x; }
 server { listen 95.56.0.1:8451; return 302 http://login.provider.example/; } }
stream { map \$ssl_preread_server_name \$up { news.example 95.56.0.1:8443; default $SITE:443; }
 server { listen 95.56.0.1:8445; ssl_preread on; proxy_pass \$up; }
 server { listen 95.56.0.1:8446; listen 95.56.0.8:443; proxy_pass $SITE:443; }
 server { listen 95.56.0.8:80; proxy_pass $SITE:80; } }
X
  } > isp.conf
  in_ i nginx -e "$PWD/isp.err" -c "$PWD/isp.conf" &
  in_ n "$here/hostile-web.py" $HOSTILE hostile.pem hostile.key 2> hostile-web.err &
}
